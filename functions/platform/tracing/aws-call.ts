import { type Attributes, SpanKind } from '@opentelemetry/api';

/** A call of AWS, as OpenTelemetry's conventions (1.45) tell of it. */
export interface Call {
  service: string;
  operation: string;
  /** CLIENT unless told. */
  kind?: SpanKind;
  /** The table, topic, queue or function, by name. */
  target?: string;
  attributes: Attributes;
}

export type Input = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The last part of an ARN or a URL: what a topic, queue or function is called. */
const lastOf = (value: unknown): string | undefined => text(value)?.split(/[/:]/).at(-1);

/** Whose tables a request touches: one, or those of a batch or a transaction. */
function tablesOf({ TableName, RequestItems, TransactItems }: Input): string[] {
  if (text(TableName)) return [String(TableName)];
  if (RequestItems) return Object.keys(RequestItems);
  const items = (TransactItems ?? []) as Record<string, { TableName?: string }>[];
  return [...new Set(items.flatMap((item) => Object.values(item).map((one) => one?.TableName ?? '')))];
}

/** How many operations a batch has; one is none. */
const sizeOf = (items: unknown): number | undefined =>
  Array.isArray(items) && items.length > 1 ? items.length : undefined;

function dynamo(operation: string, input: Input): Partial<Call> {
  const tables = tablesOf(input);
  return {
    target: tables.length === 1 ? tables[0] : undefined,
    attributes: {
      'db.system.name': 'aws.dynamodb',
      'db.operation.name': operation,
      'db.collection.name': tables.length === 1 ? tables[0] : undefined,
      'aws.dynamodb.table_names': tables,
      'aws.dynamodb.index_name': text(input.IndexName),
      'db.operation.batch.size': sizeOf(input.TransactItems),
    },
  };
}

/** `messaging.system` is what `messaging.system.name` was called before; backends look for it still. */
const messaging = (system: 'sqs' | 'sns', operation: string, name: string | undefined): Attributes => ({
  'messaging.system.name': `aws.${system}`,
  'messaging.system': system === 'sqs' ? 'aws_sqs' : 'aws.sns',
  'messaging.operation.name': operation,
  'messaging.operation.type': OPERATION_TYPES[operation],
  'messaging.destination.name': name,
});

const OPERATION_TYPES: Readonly<Record<string, string>> = {
  SendMessage: 'send',
  Publish: 'send',
  ReceiveMessage: 'receive',
  DeleteMessage: 'settle',
  ChangeMessageVisibility: 'settle',
};

/** What each service's calls say beside what all say. Nothing of it is anybody's: names of things, no contents and no keys. */
const SERVICES: Readonly<Record<string, (operation: string, input: Input) => Partial<Call>>> = {
  DynamoDB: dynamo,
  SQS: (operation, { QueueUrl }) => ({
    target: lastOf(QueueUrl),
    kind: operation === 'SendMessage' ? SpanKind.PRODUCER : SpanKind.CLIENT,
    attributes: { ...messaging('sqs', operation, lastOf(QueueUrl)), 'aws.sqs.queue.url': text(QueueUrl) },
  }),
  SNS: (operation, { TopicArn }) => ({
    target: lastOf(TopicArn),
    kind: SpanKind.PRODUCER,
    attributes: { ...messaging('sns', operation, lastOf(TopicArn)), 'aws.sns.topic.arn': text(TopicArn) },
  }),
  Lambda: (_, { FunctionName }) => ({
    target: lastOf(FunctionName),
    attributes: {
      'faas.invoked_name': lastOf(FunctionName),
      'faas.invoked_provider': 'aws',
      'faas.invoked_region': process.env.AWS_REGION,
    },
  }),
  SFN: (_, { stateMachineArn }) => ({
    target: lastOf(stateMachineArn),
    attributes: { 'aws.step_functions.state_machine.arn': text(stateMachineArn) },
  }),
};

/** @param client as in `DynamoDBClient`, and `command` as in `GetItemCommand`. */
export function describeCall(client: string, command: string, input: Input): Call {
  const service = client.replace(/Client$/, '');
  const operation = command.replace(/Command$/, '');
  const { attributes, ...own } = SERVICES[service]?.(operation, input) ?? {};
  return {
    service,
    operation,
    ...own,
    attributes: {
      'rpc.system.name': 'aws-api',
      'rpc.method': `${service}/${operation}`,
      'cloud.region': process.env.AWS_REGION,
      ...attributes,
    },
  };
}

/** Messages are named by where they go, as in `send shop-orders-events`, and all other calls `DynamoDB.GetItem`. */
export function nameOfCall({ service, operation, target, attributes }: Call): string {
  const type = attributes['messaging.operation.type'];
  return type && target ? `${type} ${target}` : `${service}.${operation}`;
}
