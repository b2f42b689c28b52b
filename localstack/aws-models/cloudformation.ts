import { pascal, tagList } from '../pulumi/providers/shape.ts';
import type { Resource } from '../pulumi/resource.ts';
import type { Properties } from '../pulumi/values.ts';

interface Written {
  Type: string;
  Properties: Record<string, unknown>;
}

// biome-ignore lint/suspicious/noExplicitAny: the inputs of each type of resource, as the state has them
type Inputs = Record<string, any>;

const parsed = (document: unknown) => (typeof document === 'string' ? JSON.parse(document) : document);

/** Whether a property is set: SST writes an empty text or list for one that is not. */
const set = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

const as = (Type: string, properties: Record<string, unknown>): Written => ({
  Type,
  Properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => set(value))),
});

const without = (inputs: Inputs, ...names: string[]): Inputs =>
  Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name)));

const place = (i: Inputs) => ({ RestApiId: i.restApi, ResourceId: i.resourceId, HttpMethod: i.httpMethod });

const keys = (hash: string, range?: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  ...(range ? [{ AttributeName: range, KeyType: 'RANGE' }] : []),
];

const index = (i: Inputs) => ({
  IndexName: i.name,
  KeySchema: i.keySchemas ? pascal(i.keySchemas) : keys(i.hashKey, i.rangeKey),
  Projection: { ProjectionType: i.projectionType, NonKeyAttributes: i.nonKeyAttributes },
});

/** How each type of resource is written in a template. */
const TYPES: Record<string, (i: Inputs) => Written> = {
  'aws:apigateway/basePathMapping:BasePathMapping': (i) =>
    as('AWS::ApiGateway::BasePathMapping', {
      DomainName: i.domainName,
      RestApiId: i.restApi,
      Stage: i.stageName,
      BasePath: i.basePath,
    }),
  'aws:apigateway/domainName:DomainName': (i) =>
    as('AWS::ApiGateway::DomainName', {
      DomainName: i.domainName,
      RegionalCertificateArn: i.regionalCertificateArn,
      SecurityPolicy: i.securityPolicy,
      EndpointConfiguration: { Types: [i.endpointConfiguration?.types ?? []].flat() },
      Tags: tagList(i.tags),
    }),
  'aws:apigateway/deployment:Deployment': (i) =>
    as('AWS::ApiGateway::Deployment', { RestApiId: i.restApi, Description: i.description }),
  'aws:apigateway/integration:Integration': (i) =>
    as('AWS::ApiGateway::Method', {
      ...place(i),
      AuthorizationType: 'NONE',
      Integration: pascal(without(i, 'restApi', 'resourceId', 'httpMethod', 'timeoutMilliseconds')),
    }),
  'aws:apigateway/resource:Resource': (i) =>
    as('AWS::ApiGateway::Resource', { RestApiId: i.restApi, ParentId: i.parentId, PathPart: i.pathPart }),
  'aws:apigateway/response:Response': (i) =>
    as('AWS::ApiGateway::GatewayResponse', {
      RestApiId: i.restApiId,
      ResponseType: i.responseType,
      StatusCode: i.statusCode,
      ResponseParameters: i.responseParameters,
      ResponseTemplates: i.responseTemplates,
    }),
  'aws:apigateway/restApi:RestApi': (i) =>
    as('AWS::ApiGateway::RestApi', {
      Name: i.name,
      BinaryMediaTypes: i.binaryMediaTypes,
      EndpointConfiguration: { Types: [i.endpointConfiguration?.types ?? []].flat() },
      Tags: tagList(i.tags),
    }),
  'aws:apigateway/stage:Stage': (i) =>
    as('AWS::ApiGateway::Stage', {
      RestApiId: i.restApi,
      StageName: i.stageName,
      DeploymentId: i.deployment,
      TracingEnabled: i.xrayTracingEnabled,
      AccessLogSetting: i.accessLogSettings && pascal(i.accessLogSettings),
      Tags: tagList(i.tags),
    }),
  'aws:cloudwatch/dashboard:Dashboard': (i) =>
    as('AWS::CloudWatch::Dashboard', { DashboardName: i.dashboardName, DashboardBody: i.dashboardBody }),
  'aws:cloudwatch/eventRule:EventRule': (i) =>
    as('AWS::Events::Rule', pascal(without(i, 'tags', 'forceDestroy'))),
  'aws:cloudwatch/logGroup:LogGroup': (i) =>
    as('AWS::Logs::LogGroup', {
      LogGroupName: i.name,
      RetentionInDays: i.retentionInDays,
      Tags: tagList(i.tags),
    }),
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': (i) =>
    as('AWS::Logs::SubscriptionFilter', {
      LogGroupName: i.logGroup,
      FilterName: i.name,
      FilterPattern: i.filterPattern,
      DestinationArn: i.destinationArn,
      RoleArn: i.roleArn,
    }),
  'aws:cloudwatch/metricAlarm:MetricAlarm': (i) =>
    as('AWS::CloudWatch::Alarm', {
      ...pascal<object>(
        without(
          i,
          'name',
          'dimensions',
          'tags',
          'okActions',
          'metricQueries',
          'evaluateLowSampleCountPercentiles',
        ),
      ),
      EvaluateLowSampleCountPercentile: i.evaluateLowSampleCountPercentiles,
      AlarmName: i.name,
      OKActions: i.okActions,
      Dimensions: Object.entries(i.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
      Metrics: i.metricQueries?.map(({ metric, ...query }: Inputs) => ({
        ...pascal<object>(query),
        ...(metric && { MetricStat: metricStat(metric) }),
      })),
      Tags: tagList(i.tags),
    }),
  'aws:dynamodb/table:Table': (i) =>
    as('AWS::DynamoDB::Table', {
      TableName: i.name,
      AttributeDefinitions: pascal<{ Name: string; Type: string }[]>(i.attributes).map(({ Name, Type }) => ({
        AttributeName: Name,
        AttributeType: Type,
      })),
      KeySchema: keys(i.hashKey, i.rangeKey),
      BillingMode: i.billingMode,
      GlobalSecondaryIndexes: i.globalSecondaryIndexes?.map(index),
      LocalSecondaryIndexes: i.localSecondaryIndexes?.map(index),
      StreamSpecification: i.streamEnabled ? { StreamViewType: i.streamViewType } : undefined,
      TimeToLiveSpecification: i.ttl && {
        AttributeName: i.ttl.attributeName,
        Enabled: i.ttl.enabled ?? true,
      },
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled: i.pointInTimeRecovery?.enabled ?? false,
      },
      DeletionProtectionEnabled: i.deletionProtectionEnabled,
      Tags: tagList(i.tags),
    }),
  'aws:iam/role:Role': (i) =>
    as('AWS::IAM::Role', {
      RoleName: i.name,
      AssumeRolePolicyDocument: parsed(i.assumeRolePolicy),
      ManagedPolicyArns: i.managedPolicyArns,
      Policies: (i.inlinePolicies ?? []).map(({ name, policy }: Inputs) => ({
        PolicyName: name,
        PolicyDocument: parsed(policy),
      })),
      Tags: tagList(i.tags),
    }),
  'aws:lambda/alias:Alias': (i) =>
    as('AWS::Lambda::Alias', {
      Name: i.name,
      FunctionName: i.functionName,
      FunctionVersion: i.functionVersion,
    }),
  'aws:lambda/eventSourceMapping:EventSourceMapping': (i) =>
    as('AWS::Lambda::EventSourceMapping', {
      ...pascal<object>(without(i, 'destinationConfig', 'tags')),
      DestinationConfig: i.destinationConfig && {
        OnFailure: { Destination: i.destinationConfig.onFailure.destinationArn },
      },
      Tags: tagList(i.tags),
    }),
  'aws:lambda/function:Function': (i) =>
    as('AWS::Lambda::Function', {
      FunctionName: i.name,
      Role: i.role,
      Handler: i.handler,
      Runtime: i.runtime,
      Timeout: i.timeout,
      MemorySize: i.memorySize,
      Architectures: i.architectures,
      PackageType: i.packageType,
      ReservedConcurrentExecutions: i.reservedConcurrentExecutions,
      Environment: { Variables: i.environment?.variables },
      EphemeralStorage: i.ephemeralStorage && { Size: i.ephemeralStorage.size },
      LoggingConfig: i.loggingConfig && pascal(i.loggingConfig),
      TracingConfig: i.tracingConfig && pascal(i.tracingConfig),
      Layers: i.layers,
      Code: { S3Bucket: i.s3Bucket, S3Key: i.s3Key },
      Tags: tagList(i.tags),
    }),
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': (i) =>
    as('AWS::Lambda::EventInvokeConfig', {
      Qualifier: '$LATEST',
      ...pascal<object>(i),
    }),
  'aws:lambda/permission:Permission': (i) =>
    as('AWS::Lambda::Permission', {
      FunctionName: i.function,
      Action: i.action,
      Principal: i.principal,
      SourceArn: i.sourceArn,
      SourceAccount: i.sourceAccount,
    }),
  'aws:sfn/stateMachine:StateMachine': (i) =>
    as('AWS::StepFunctions::StateMachine', {
      StateMachineName: i.name,
      RoleArn: i.roleArn,
      StateMachineType: i.type,
      DefinitionString: i.definition,
      TracingConfiguration: i.tracingConfiguration && pascal(i.tracingConfiguration),
      Tags: tagList(i.tags),
    }),
  'aws:sns/topic:Topic': (i) =>
    as('AWS::SNS::Topic', {
      TopicName: i.name,
      FifoTopic: i.fifoTopic || undefined,
      KmsMasterKeyId: i.kmsMasterKeyId,
      Tags: tagList(i.tags),
    }),
  'aws:sns/topicPolicy:TopicPolicy': (i) =>
    as('AWS::SNS::TopicPolicy', { Topics: [i.arn], PolicyDocument: parsed(i.policy) }),
  'aws:sns/topicSubscription:TopicSubscription': (i) =>
    as('AWS::SNS::Subscription', {
      TopicArn: i.topic,
      Protocol: i.protocol,
      Endpoint: i.endpoint,
      FilterPolicy: parsed(i.filterPolicy),
      FilterPolicyScope: i.filterPolicyScope,
      RawMessageDelivery: i.rawMessageDelivery,
    }),
  'aws:sqs/queue:Queue': (i) =>
    as('AWS::SQS::Queue', {
      QueueName: i.name,
      FifoQueue: i.fifoQueue || undefined,
      MessageRetentionPeriod: i.messageRetentionSeconds,
      VisibilityTimeout: i.visibilityTimeoutSeconds,
      DelaySeconds: i.delaySeconds,
      MaximumMessageSize: i.maxMessageSize,
      RedrivePolicy: parsed(i.redrivePolicy),
      SqsManagedSseEnabled: i.sqsManagedSseEnabled,
      Tags: tagList(i.tags),
    }),
  'aws:sqs/queuePolicy:QueuePolicy': (i) =>
    as('AWS::SQS::QueuePolicy', { Queues: [i.queueUrl], PolicyDocument: parsed(i.policy) }),
  'aws:ses/configurationSet:ConfigurationSet': (i) => as('AWS::SES::ConfigurationSet', { Name: i.name }),
  'aws:ses/eventDestination:EventDestination': (i) =>
    as('AWS::SES::ConfigurationSetEventDestination', {
      ConfigurationSetName: i.configurationSetName,
      EventDestination: {
        Name: i.name,
        Enabled: i.enabled,
        MatchingEventTypes: i.matchingTypes,
        SnsDestination: { TopicARN: i.snsDestination.topicArn },
      },
    }),
  'aws:ses/emailIdentity:EmailIdentity': (i) => as('AWS::SES::EmailIdentity', { EmailIdentity: i.email }),
  'aws:ses/domainIdentity:DomainIdentity': (i) => as('AWS::SES::EmailIdentity', { EmailIdentity: i.domain }),
  'aws:ssm/parameter:Parameter': (i) =>
    as('AWS::SSM::Parameter', { Name: i.name, Type: i.type, Value: i.value, Description: i.description }),
};

const metricStat = ({ metricName, namespace, dimensions, period, stat }: Inputs) => ({
  Metric: {
    MetricName: metricName,
    Namespace: namespace,
    Dimensions: Object.entries(dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
  },
  Period: period,
  Stat: stat,
});

/** Types that are left out of the template, each with the reason. */
const LEFT_OUT: Record<string, string> = {
  'aws:ses/domainDkim:DomainDkim':
    'a property of the identity there, which signs by Easy DKIM unless told otherwise',
  'aws:apigateway/account:Account': 'is read, not made',
  'aws:apigateway/method:Method': 'is one with its integration in a template',
  'aws:apigateway/methodSettings:MethodSettings': 'is a part of its stage in a template',
  'aws:cloudwatch/eventTarget:EventTarget': 'is a part of its rule in a template',
  'aws:dynamodb/tableItem:TableItem': 'is data',
  'aws:lambda/invocation:Invocation': 'is a call',
  'aws:s3/bucketObjectv2:BucketObjectv2': 'is data',
};

/** What the template needs of a resource. */
export type Described = Pick<Resource, 'urn' | 'type' | 'inputs'>;

export interface Template {
  AWSTemplateFormatVersion: '2010-09-09';
  Resources: Record<string, Written>;
}

/**
 * The state of a deployment as a CloudFormation template, with literal addresses: for linters, which read CloudFormation and not
 * Pulumi. A resource's logical id is its name in the program, without the characters that a logical id cannot have.
 *
 * @throws Error naming an AWS resource type that is in neither of the two tables.
 */
export function templateOf(resources: readonly Described[]): Template {
  const ofAws = resources.filter(({ type }) => type.startsWith('aws:') && !(type in LEFT_OUT));
  const described = ofAws.map(({ urn, type, inputs }): [string, Written] => {
    const write = TYPES[type];
    if (!write) throw new Error(`${type} is not written in templates yet: say how in cloudformation.ts`);
    return [urn.slice(urn.lastIndexOf('::') + 2).replace(/\W/g, ''), write(known(inputs))];
  });
  return { AWSTemplateFormatVersion: '2010-09-09', Resources: Object.fromEntries(described) };
}

/**
 * The template with one of each group of resources that differ only in names, keys and hashes, the one with the longest name: a
 * finding about it holds for the group.
 *
 * @param prefix what the names of the stage's resources begin with.
 */
export function distinct(template: Template, prefix: string): Template {
  const names = new RegExp(`${prefix}[\\w-]*`, 'g');
  const longest = new Map<string, [string, Written]>();
  for (const [name, written] of Object.entries(template.Resources)) {
    const text = JSON.stringify(written);
    const shape = text
      .replace(names, 'name')
      .replace(/\b[0-9a-f]{10,64}\b|[A-Za-z0-9+/]{43}=/g, 'hash')
      .replace(/assets\/[\w-]+\.zip/g, 'code');
    const other = longest.get(shape);
    if (!other || JSON.stringify(other[1]).length < text.length) longest.set(shape, [name, written]);
  }
  return { ...template, Resources: Object.fromEntries(longest.values()) };
}

const known = (inputs: Properties): Inputs =>
  Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null));
