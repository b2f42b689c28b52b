import {
  type CreateTableCommandInput,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { CreateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda';
import { type Lab, until } from '../lab.ts';
import { makeQueue, makeTable, receive } from '../resources/data.ts';
import { makeFunction, map, seenBy } from '../resources/functions.ts';
import type { Row } from '../row.ts';

const service = 'DynamoDB streams to Lambda';

const withStream: Partial<CreateTableCommandInput> = {
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
};

/** A table, and a function that reads its stream. */
async function reader(lab: Lab, handler: string, options: Partial<CreateEventSourceMappingCommandInput>) {
  const [name, table] = await Promise.all([makeFunction(lab, handler), makeTable(lab, withStream)]);
  await map(lab, name, table.stream, { StartingPosition: 'TRIM_HORIZON', ...options });
  const item = (pk: string, value: string, sk = pk) => ({
    pk: { S: pk },
    sk: { S: sk },
    value: { S: value },
  });
  return {
    put: (pk: string, value: string, sk?: string) =>
      lab.clients.dynamodb.send(new PutItemCommand({ TableName: table.name, Item: item(pk, value, sk) })),
    /** All in one transaction, so that they come in one batch. */
    putAll: (values: string[]) =>
      lab.clients.dynamodb.send(
        new TransactWriteItemsCommand({
          TransactItems: values.map(
            (value, at): TransactWriteItem => ({
              Put: { TableName: table.name, Item: item('k', value, `${at}`) },
            }),
          ),
        }),
      ),
    /** The values that the function was invoked with: a list for each batch. */
    batches: () => seenBy<string[]>(lab, name),
  };
}

/** How a table's stream is delivered to a function. */
export const streamRows: Row[] = [
  {
    id: 'stream-order',
    service,
    behaviour: '12 changes of one item, with those of others between them',
    documented: 'come in the order in which they were made',
    source: 'amazondynamodb/latest/developerguide/Streams.html',
    expected: Array.from({ length: 12 }, (_, at) => `a${at}`),
    reliedOn: 'yes',
    see: async (lab) => {
      const { put, batches } = await reader(lab, 'read', { BatchSize: 100 });
      const changes = async (name: string) => {
        for (let at = 0; at < 12; at += 1) await put(name, `${name}${at}`);
      };
      await Promise.all(['a', 'b', 'c'].map(changes));
      const all = await until('all changes', async () => {
        const values = (await batches()).flat();
        return values.length >= 36 && values;
      });
      return all.filter((value) => value.startsWith('a'));
    },
  },
  {
    id: 'stream-filter',
    service,
    behaviour: 'a filter on the event name and the beginning of a key',
    documented: 'only what fits comes',
    source: 'lambda/latest/dg/with-ddb-filtering.html',
    expected: ['event'],
    reliedOn: 'yes',
    see: async (lab) => {
      const Pattern = JSON.stringify({
        eventName: ['INSERT'],
        dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } },
      });
      const { put, batches } = await reader(lab, 'read', { FilterCriteria: { Filters: [{ Pattern }] } });
      await put('a', 'other', 'ORDER');
      await put('a', 'event', 'EVENT#1');
      await put('a', 'changed', 'EVENT#1');
      return until('the event', async () => {
        const values = (await batches()).flat();
        return values.includes('event') && values;
      });
    },
  },
  {
    id: 'stream-batch-failures',
    service,
    behaviour: 'ReportBatchItemFailures names the second of three',
    documented: 'it comes again with those behind it, and those before it do not',
    source: 'lambda/latest/dg/services-ddb-batchfailurereporting.html',
    expected: [
      ['one', 'once', 'three'],
      ['once', 'three'],
    ],
    reliedOn: 'yes',
    see: async (lab) => {
      const { putAll, batches } = await reader(lab, 'readOnce', {
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 3,
        MaximumBatchingWindowInSeconds: 1,
      });
      await putAll(['one', 'once', 'three']);
      return until('the second batch', async () => {
        const seen = await batches();
        return seen.length >= 2 && seen;
      });
    },
  },
  {
    id: 'stream-on-failure',
    service,
    behaviour: 'a batch that fails for good, with MaximumRetryAttempts 1 and a queue for failures',
    documented: 'is tried twice, then its place in the stream is on the queue, and the stream goes on',
    source: 'lambda/latest/dg/services-dynamodb-errors.html',
    expected: {
      tries: 2,
      condition: 'RetryAttemptsExhausted',
      count: 2,
      records: 1,
      place: true,
      next: true,
    },
    reliedOn: 'yes',
    see: async (lab) => {
      const failed = await makeQueue(lab);
      const { put, batches } = await reader(lab, 'readAll', {
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: failed.arn } },
      });
      await put('a', 'bad');
      const message = await until('the failure', async () => (await receive(lab, failed))[0]);
      await put('b', 'good');
      const next = await until('the next record', async () => (await batches()).flat().includes('good'));
      const { requestContext, DDBStreamBatchInfo: place } = JSON.parse(message.Body ?? '{}');
      return {
        tries: (await batches()).flat().filter((value) => value === 'bad').length,
        condition: requestContext?.condition,
        count: requestContext?.approximateInvokeCount,
        records: place?.batchSize,
        place: Boolean(place?.streamArn && place?.shardId && place?.startSequenceNumber),
        next,
      };
    },
  },
  {
    id: 'stream-bisect',
    service,
    behaviour: 'BisectBatchOnFunctionError, with one bad record of two',
    documented: 'the good one is handled by itself in the end',
    source: 'lambda/latest/dg/services-dynamodb-errors.html',
    expected: true,
    reliedOn: 'no',
    see: async (lab) => {
      const failed = await makeQueue(lab);
      const { putAll, batches } = await reader(lab, 'readAll', {
        MaximumRetryAttempts: 2,
        BisectBatchOnFunctionError: true,
        MaximumBatchingWindowInSeconds: 1,
        DestinationConfig: { OnFailure: { Destination: failed.arn } },
      });
      await putAll(['good', 'bad']);
      await until('the end of the retries', async () => (await receive(lab, failed)).length > 0);
      return (await batches()).some((batch) => batch.length === 1 && batch[0] === 'good');
    },
  },
];
