/** A name that AWS bounds: of which type of resource, in which property, and where AWS says so. */
export interface NameLimit {
  type: string;
  property: string;
  most: number;
  source: string;
}

const api = (service: string, page: string) => `https://docs.aws.amazon.com/${service}/latest/${page}.html`;

/** The longest that a name may be, in characters, for each type of resource that has one. */
export const NAME_LIMITS: NameLimit[] = [
  {
    type: 'aws:apigateway/stage:Stage',
    property: 'stageName',
    most: 128,
    source: api('apigateway', 'api/API_CreateStage'),
  },
  {
    type: 'aws:cloudwatch/dashboard:Dashboard',
    property: 'dashboardName',
    most: 255,
    source: api('AmazonCloudWatch', 'APIReference/API_PutDashboard'),
  },
  {
    type: 'aws:cloudwatch/eventRule:EventRule',
    property: 'name',
    most: 64,
    source: api('eventbridge', 'APIReference/API_PutRule'),
  },
  {
    type: 'aws:cloudwatch/eventTarget:EventTarget',
    property: 'targetId',
    most: 64,
    source: api('eventbridge', 'APIReference/API_Target'),
  },
  {
    type: 'aws:cloudwatch/logGroup:LogGroup',
    property: 'name',
    most: 512,
    source: api('AmazonCloudWatchLogs', 'APIReference/API_CreateLogGroup'),
  },
  {
    type: 'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter',
    property: 'name',
    most: 512,
    source: api('AmazonCloudWatchLogs', 'APIReference/API_PutSubscriptionFilter'),
  },
  {
    type: 'aws:cloudwatch/metricAlarm:MetricAlarm',
    property: 'name',
    most: 255,
    source: api('AmazonCloudWatch', 'APIReference/API_PutMetricAlarm'),
  },
  {
    type: 'aws:dynamodb/table:Table',
    property: 'name',
    most: 255,
    source: api('amazondynamodb', 'developerguide/HowItWorks.NamingRulesDataTypes'),
  },
  {
    type: 'aws:iam/role:Role',
    property: 'name',
    most: 64,
    source: api('IAM', 'APIReference/API_CreateRole'),
  },
  {
    type: 'aws:lambda/alias:Alias',
    property: 'name',
    most: 128,
    source: api('lambda', 'api/API_CreateAlias'),
  },
  {
    type: 'aws:lambda/function:Function',
    property: 'name',
    most: 64,
    source: api('lambda', 'api/API_CreateFunction'),
  },
  {
    type: 'aws:lambda/permission:Permission',
    property: 'statementId',
    most: 100,
    source: api('lambda', 'api/API_AddPermission'),
  },
  {
    type: 'aws:ses/configurationSet:ConfigurationSet',
    property: 'name',
    most: 64,
    source: api('ses', 'APIReference/API_ConfigurationSet'),
  },
  {
    type: 'aws:ses/eventDestination:EventDestination',
    property: 'name',
    most: 64,
    source: api('ses', 'APIReference/API_EventDestination'),
  },
  {
    type: 'aws:sfn/stateMachine:StateMachine',
    property: 'name',
    most: 80,
    source: api('step-functions', 'apireference/API_CreateStateMachine'),
  },
  { type: 'aws:sns/topic:Topic', property: 'name', most: 256, source: api('sns', 'api/API_CreateTopic') },
  {
    type: 'aws:sqs/queue:Queue',
    property: 'name',
    most: 80,
    source: api('AWSSimpleQueueService', 'APIReference/API_CreateQueue'),
  },
];

/** Properties that name a resource. */
export const NAMING = ['name', 'stageName', 'dashboardName', 'targetId', 'statementId'];

/** What is named and has no limit in the table, with the reason. */
export const WITHOUT_LIMIT: Record<string, string> = {
  'aws:apigateway/basePathMapping:BasePathMapping': 'names its stage',
  'aws:apigateway/methodSettings:MethodSettings': 'names its stage',
  'aws:apigateway/restApi:RestApi': 'has a name for people, of which AWS documents no limit',
};
