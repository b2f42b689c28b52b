import { connect } from '../../pulumi/providers/aws.ts';

/**
 * Everything that exists in an engine, by kind, without what SST's own bootstrap creates once an account: to check that the
 * removal of a stage leaves nothing.
 */
export async function inventory(endpoint: string): Promise<Record<string, string[]>> {
  const aws = connect({ endpoint, region: 'us-east-1' });
  const [dynamodb, sqs, sns, iam, logs, lambda, s3, sfn, ssm, apiGateway, eventBridge, cloudWatch] =
    await Promise.all([
      aws.dynamodb(),
      aws.sqs(),
      aws.sns(),
      aws.iam(),
      aws.logs(),
      aws.lambda(),
      aws.s3(),
      aws.sfn(),
      aws.ssm(),
      aws.apiGateway(),
      aws.eventBridge(),
      aws.cloudWatch(),
    ]);
  const names = (list: (string | undefined)[] | undefined) => (list ?? []).map(String).sort();
  const buckets = names((await s3.listBuckets({})).Buckets?.map(({ Name }) => Name));
  const assets = buckets.find((name) => name.startsWith('sst-asset-'));
  const objects = assets ? (await s3.listObjectsV2({ Bucket: assets })).Contents : [];
  const parameters = names(
    (await ssm.describeParameters({ MaxResults: 50 })).Parameters?.map(({ Name }) => Name),
  );
  return {
    tables: names((await dynamodb.listTables({})).TableNames),
    queues: names((await sqs.listQueues({})).QueueUrls),
    topics: names((await sns.listTopics({})).Topics?.map(({ TopicArn }) => TopicArn)),
    subscriptions: names(
      (await sns.listSubscriptions({})).Subscriptions?.map(({ SubscriptionArn }) => SubscriptionArn),
    ),
    roles: names((await iam.listRoles({})).Roles?.map(({ RoleName }) => RoleName)),
    logGroups: names((await logs.describeLogGroups({})).logGroups?.map(({ logGroupName }) => logGroupName)),
    functions: names((await lambda.listFunctions({})).Functions?.map(({ FunctionName }) => FunctionName)),
    mappings: names((await lambda.listEventSourceMappings({})).EventSourceMappings?.map(({ UUID }) => UUID)),
    buckets: buckets.filter((name) => !name.startsWith('sst-')),
    code: names(objects?.map(({ Key }) => Key)).filter((key) => key.startsWith('assets/')),
    stateMachines: names((await sfn.listStateMachines({})).stateMachines?.map(({ name }) => name)),
    parameters: parameters.filter((name) => !name.startsWith('/sst/')),
    apis: names((await apiGateway.getRestApis({ limit: 500 })).items?.map(({ id }) => id)),
    rules: names((await eventBridge.listRules({})).Rules?.map(({ Name }) => Name)),
    alarms: names((await cloudWatch.describeAlarms({})).MetricAlarms?.map(({ AlarmName }) => AlarmName)),
  };
}
