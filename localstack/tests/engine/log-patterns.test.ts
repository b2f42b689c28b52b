import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig } from '../support/engine.ts';

const logs = new CloudWatchLogsClient(clientConfig());
const logGroupName = `patterns-${Date.now()}`;
const LINES = [
  'ERROR one',
  'ERROR two of them',
  'error one',
  'say "hi"',
  '{"level":"warn","list":[{"n":5}],"ok":true}',
  '{"level":"warning","list":[{"n":50}],"none":null}',
];

beforeAll(async () => {
  const logStreamName = 'lines';
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = LINES.map((message) => ({ message, timestamp: Date.now() }));
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
});
afterAll(() => logs.send(new DeleteLogGroupCommand({ logGroupName })));

describe('A filter pattern', () => {
  it.each([
    ['nothing', '', [0, 1, 2, 3, 4, 5]],
    ['a term', 'ERROR', [0, 1]],
    ['two terms', 'ERROR one', [0]],
    ['a phrase', '"two of them"', [1]],
    ['a phrase with quotes in it', '"\\"hi\\""', [3]],
    ['a term that must not be there', 'ERROR -two', [0]],
    ['one of several', '?hi ?two', [1, 3]],
    ['a question mark beside a plain term, which is ignored', 'ERROR ?two', [0, 1]],
    ['a JSON property', '{ $.level = "warn" }', [4]],
    ['anything after a beginning', '{ $.level = "warn*" }', [4, 5]],
    ['another value', '{ $.level != "warn" }', [5]],
    ['a number below an index', '{ $.list[0].n >= 50 }', [5]],
    ['a number that is equal', '{$.list[0].n = 5}', [4]],
    ['a truth', '{ $.ok = true }', [4]],
  ])('of %s chooses the lines that it is for', async (_, filterPattern, expected) => {
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    expect(events!.map(({ message }) => LINES.indexOf(message!))).toEqual(expected);
  });

  it.each(['"one', '{ $.level }', '{ $.a = 1 && $.b = 2 }', '{ $.level < "x" }', '%regular%', 'a, b'])(
    'that is not supported is refused: %s',
    async (filterPattern) => {
      const refused = { name: 'InvalidParameterException' };
      const named = { logGroupName, filterName: 'f', filterPattern };
      const destinationArn = 'arn:aws:lambda:us-east-1:000000000000:function:none';
      const metric = { metricName: 'm', metricNamespace: 'n', metricValue: '1' };
      await expect(
        logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern })),
      ).rejects.toMatchObject(refused);
      await expect(
        logs.send(new PutSubscriptionFilterCommand({ ...named, destinationArn })),
      ).rejects.toMatchObject(refused);
      await expect(
        logs.send(new PutMetricFilterCommand({ ...named, metricTransformations: [metric] })),
      ).rejects.toMatchObject(refused);
    },
  );
});
