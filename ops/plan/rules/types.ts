import type { Resource } from '@serverless-orders/localstack';

/** The types of resources that rules look at, as Pulumi calls them. */
export const TYPE = {
  alias: 'aws:lambda/alias:Alias',
  alarm: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  api: 'aws:apigateway/restApi:RestApi',
  apiDomain: 'aws:apigateway/domainName:DomainName',
  apiStage: 'aws:apigateway/stage:Stage',
  asyncCalls: 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
  function: 'aws:lambda/function:Function',
  integration: 'aws:apigateway/integration:Integration',
  logGroup: 'aws:cloudwatch/logGroup:LogGroup',
  logSubscription: 'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter',
  machine: 'aws:sfn/stateMachine:StateMachine',
  mapping: 'aws:lambda/eventSourceMapping:EventSourceMapping',
  queue: 'aws:sqs/queue:Queue',
  queuePolicy: 'aws:sqs/queuePolicy:QueuePolicy',
  schedule: 'aws:cloudwatch/eventTarget:EventTarget',
  table: 'aws:dynamodb/table:Table',
  topic: 'aws:sns/topic:Topic',
  topicPolicy: 'aws:sns/topicPolicy:TopicPolicy',
} as const;

/** Whether a resource is the stage's own and of one of these types. */
export const isOf =
  (...types: string[]) =>
  ({ type, external }: Resource): boolean =>
    !external && types.includes(type);

/** Those of a type. */
export const allOf = (all: Resource[], type: string): Resource[] => all.filter(isOf(type));

/** The last part of an address: the name of a queue or a function. */
export const lastOf = (arn: unknown): string => String(arn).split(':').at(-1)!;
