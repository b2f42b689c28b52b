import { paginateGetDomainNames, paginateGetRestApis } from '@aws-sdk/client-api-gateway';
import { paginateDescribeAlarms, paginateListDashboards } from '@aws-sdk/client-cloudwatch';
import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { paginateListTables } from '@aws-sdk/client-dynamodb';
import type { EventBridge } from '@aws-sdk/client-eventbridge';
import { paginateListPolicies, paginateListRoles } from '@aws-sdk/client-iam';
import { paginateListEventSourceMappings, paginateListFunctions } from '@aws-sdk/client-lambda';
import { paginateListObjectsV2, type S3 } from '@aws-sdk/client-s3';
import { paginateListIdentities, type SES } from '@aws-sdk/client-ses';
import { paginateListStateMachines } from '@aws-sdk/client-sfn';
import { paginateListSubscriptions, paginateListTopics } from '@aws-sdk/client-sns';
import { paginateListQueues } from '@aws-sdk/client-sqs';
import { paginateDescribeParameters } from '@aws-sdk/client-ssm';
import { type Aws, connect } from './pulumi/providers/aws.ts';

type Names = (string | undefined)[] | undefined;

/** A list call of AWS. */
interface Listing {
  /** The types of resources that it lists. */
  readonly types: readonly string[];
  /** All pages of it. */
  readonly list: (aws: Aws) => Promise<string[]>;
}

/** Each list call, without what every account has and what SST's own bootstrap makes once an account. */
export const LISTINGS = {
  tables: {
    types: ['aws:dynamodb/table:Table'],
    list: async ({ dynamodb }) =>
      all(paginateListTables({ client: await dynamodb() }, {}), ({ TableNames }) => TableNames),
  },
  queues: {
    types: ['aws:sqs/queue:Queue'],
    list: async ({ sqs }) =>
      all(paginateListQueues({ client: await sqs() }, { MaxResults: 1000 }), ({ QueueUrls }) => QueueUrls),
  },
  topics: {
    types: ['aws:sns/topic:Topic'],
    list: async ({ sns }) =>
      all(paginateListTopics({ client: await sns() }, {}), ({ Topics }) =>
        Topics?.map(({ TopicArn }) => TopicArn),
      ),
  },
  subscriptions: {
    types: ['aws:sns/topicSubscription:TopicSubscription'],
    list: async ({ sns }) =>
      all(paginateListSubscriptions({ client: await sns() }, {}), ({ Subscriptions }) =>
        Subscriptions?.map(({ SubscriptionArn }) => SubscriptionArn),
      ),
  },
  roles: {
    types: ['aws:iam/role:Role'],
    list: async ({ iam }) =>
      all(paginateListRoles({ client: await iam() }, {}), ({ Roles }) =>
        Roles?.map(({ RoleName }) => RoleName),
      ),
  },
  policies: {
    types: ['aws:iam/policy:Policy'],
    list: async ({ iam }) =>
      all(paginateListPolicies({ client: await iam() }, { Scope: 'Local' }), ({ Policies }) =>
        Policies?.map(({ Arn }) => Arn),
      ),
  },
  logGroups: {
    types: ['aws:cloudwatch/logGroup:LogGroup'],
    list: async ({ logs }) =>
      all(paginateDescribeLogGroups({ client: await logs() }, {}), ({ logGroups }) =>
        logGroups?.map(({ logGroupName }) => logGroupName),
      ),
  },
  functions: {
    types: ['aws:lambda/function:Function'],
    list: async ({ lambda }) =>
      all(paginateListFunctions({ client: await lambda() }, {}), ({ Functions }) =>
        Functions?.map(({ FunctionName }) => FunctionName),
      ),
  },
  mappings: {
    types: ['aws:lambda/eventSourceMapping:EventSourceMapping'],
    list: async ({ lambda }) =>
      all(paginateListEventSourceMappings({ client: await lambda() }, {}), ({ EventSourceMappings }) =>
        EventSourceMappings?.map(({ UUID }) => UUID),
      ),
  },
  buckets: {
    types: ['aws:s3/bucket:Bucket'],
    list: async ({ s3 }) => (await buckets(await s3())).filter((name) => !name.startsWith('sst-')),
  },
  /** Also the code that is uploaded to SST's own bucket, which stays. */
  code: {
    types: ['aws:s3/bucketObject:BucketObject', 'aws:s3/bucketObjectv2:BucketObjectv2'],
    list: async ({ s3 }) => {
      const client = await s3();
      const found = (await buckets(client))
        .filter((name) => !name.startsWith('sst-state-'))
        .map((Bucket) =>
          all(paginateListObjectsV2({ client }, { Bucket }), ({ Contents }) =>
            Contents?.map(({ Key }) => `${Bucket}/${Key}`),
          ),
        );
      return (await Promise.all(found)).flat().filter((name) => !/^sst-asset-[^/]*\/(?!assets\/)/.test(name));
    },
  },
  stateMachines: {
    types: ['aws:sfn/stateMachine:StateMachine'],
    list: async ({ sfn }) =>
      all(paginateListStateMachines({ client: await sfn() }, {}), ({ stateMachines }) =>
        stateMachines?.map(({ name }) => name),
      ),
  },
  parameters: {
    types: ['aws:ssm/parameter:Parameter'],
    list: async ({ ssm }) =>
      (
        await all(paginateDescribeParameters({ client: await ssm() }, {}), ({ Parameters }) =>
          Parameters?.map(({ Name }) => Name),
        )
      ).filter((name) => !name.startsWith('/sst/')),
  },
  apis: {
    types: ['aws:apigateway/restApi:RestApi'],
    list: async ({ apiGateway }) =>
      all(paginateGetRestApis({ client: await apiGateway() }, {}), ({ items }) => items?.map(({ id }) => id)),
  },
  apiDomains: {
    types: ['aws:apigateway/domainName:DomainName'],
    list: async ({ apiGateway }) =>
      all(paginateGetDomainNames({ client: await apiGateway() }, {}), ({ items }) =>
        items?.map(({ domainName }) => domainName),
      ),
  },
  eventBuses: {
    types: ['aws:cloudwatch/eventBus:EventBus'],
    list: async ({ eventBridge }) =>
      (await eventBuses(await eventBridge())).filter((name) => name !== 'default'),
  },
  rules: {
    types: ['aws:cloudwatch/eventRule:EventRule'],
    list: async ({ eventBridge }) => {
      const client = await eventBridge();
      const found = (await eventBuses(client)).map((EventBusName) =>
        pages(async (NextToken) => {
          const page = await client.listRules({ EventBusName, NextToken });
          return [page.Rules?.map(({ Arn }) => Arn), page.NextToken];
        }),
      );
      return (await Promise.all(found)).flat();
    },
  },
  alarms: {
    types: ['aws:cloudwatch/metricAlarm:MetricAlarm'],
    list: async ({ cloudWatch }) =>
      all(paginateDescribeAlarms({ client: await cloudWatch() }, {}), ({ MetricAlarms }) =>
        MetricAlarms?.map(({ AlarmName }) => AlarmName),
      ),
  },
  dashboards: {
    types: ['aws:cloudwatch/dashboard:Dashboard'],
    list: async ({ cloudWatch }) =>
      all(paginateListDashboards({ client: await cloudWatch() }, {}), ({ DashboardEntries }) =>
        DashboardEntries?.map(({ DashboardName }) => DashboardName),
      ),
  },
  mailIdentities: {
    types: ['aws:ses/domainIdentity:DomainIdentity', 'aws:ses/emailIdentity:EmailIdentity'],
    list: async ({ ses }) =>
      all(paginateListIdentities({ client: await ses() }, {}), ({ Identities }) => Identities),
  },
  configurationSets: {
    types: ['aws:ses/configurationSet:ConfigurationSet'],
    list: async ({ ses }) => configurationSets(await ses()),
  },
} satisfies Record<string, Listing>;

/**
 * Types that no list call has: those that exist in another resource alone, with its type, and those of which there is nothing to list.
 */
export const NOT_LISTED: Record<string, string | { because: string }> = {
  'aws:apigateway/account:Account': {
    because: 'a setting of the account, which outlives the stage in AWS too',
  },
  'aws:apigateway/authorizer:Authorizer': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/basePathMapping:BasePathMapping': 'aws:apigateway/domainName:DomainName',
  'aws:apigateway/deployment:Deployment': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/integration:Integration': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/integrationResponse:IntegrationResponse': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/method:Method': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/methodResponse:MethodResponse': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/methodSettings:MethodSettings': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/model:Model': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/requestValidator:RequestValidator': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/resource:Resource': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/response:Response': 'aws:apigateway/restApi:RestApi',
  'aws:apigateway/stage:Stage': 'aws:apigateway/restApi:RestApi',
  'aws:cloudwatch/eventTarget:EventTarget': 'aws:cloudwatch/eventRule:EventRule',
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': 'aws:cloudwatch/logGroup:LogGroup',
  'aws:dynamodb/tableItem:TableItem': 'aws:dynamodb/table:Table',
  'aws:iam/rolePolicy:RolePolicy': 'aws:iam/role:Role',
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': 'aws:iam/role:Role',
  'aws:lambda/alias:Alias': 'aws:lambda/function:Function',
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': 'aws:lambda/function:Function',
  'aws:lambda/functionUrl:FunctionUrl': 'aws:lambda/function:Function',
  'aws:lambda/invocation:Invocation': { because: 'a call, of which nothing stays' },
  'aws:lambda/permission:Permission': 'aws:lambda/function:Function',
  'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration': 'aws:s3/bucket:Bucket',
  'aws:s3/bucketNotification:BucketNotification': 'aws:s3/bucket:Bucket',
  'aws:s3/bucketPolicy:BucketPolicy': 'aws:s3/bucket:Bucket',
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': 'aws:s3/bucket:Bucket',
  'aws:s3/bucketVersioning:BucketVersioning': 'aws:s3/bucket:Bucket',
  'aws:ses/domainDkim:DomainDkim': 'aws:ses/domainIdentity:DomainIdentity',
  'aws:ses/eventDestination:EventDestination': 'aws:ses/configurationSet:ConfigurationSet',
  'aws:sns/topicPolicy:TopicPolicy': 'aws:sns/topic:Topic',
  'aws:sqs/queuePolicy:QueuePolicy': 'aws:sqs/queue:Queue',
  'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy': 'aws:sqs/queue:Queue',
  'aws:sqs/redrivePolicy:RedrivePolicy': 'aws:sqs/queue:Queue',
};

export type Inventory = Record<keyof typeof LISTINGS, string[]>;

/** Everything that exists in an engine, by list call: to check that the removal of a stage leaves nothing. */
export async function inventory(endpoint: string): Promise<Inventory> {
  const aws = connect({ endpoint, region: 'us-east-1' });
  const listed = Object.entries(LISTINGS).map(async ([name, { list }]) => [name, (await list(aws)).sort()]);
  return Object.fromEntries(await Promise.all(listed));
}

async function all<Page>(found: AsyncIterable<Page>, namesOf: (page: Page) => Names): Promise<string[]> {
  const names: string[] = [];
  for await (const page of found) names.push(...(namesOf(page) ?? []).map(String));
  return names;
}

/** The same for a call that the SDK has no paginator for. */
async function pages(call: (token?: string) => Promise<[Names, string | undefined]>): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const [page, next] = await call(token);
    names.push(...(page ?? []).map(String));
    token = next;
  } while (token);
  return names;
}

const buckets = async (s3: S3): Promise<string[]> =>
  ((await s3.listBuckets({})).Buckets ?? []).map(({ Name }) => String(Name));

const eventBuses = (client: EventBridge): Promise<string[]> =>
  pages(async (NextToken) => {
    const page = await client.listEventBuses({ NextToken });
    return [page.EventBuses?.map(({ Name }) => Name), page.NextToken];
  });

const configurationSets = (client: SES): Promise<string[]> =>
  pages(async (NextToken) => {
    const page = await client.listConfigurationSets({ NextToken });
    return [page.ConfigurationSets?.map(({ Name }) => Name), page.NextToken];
  });
