import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import './register.ts';
import { describeCall } from './aws-call.ts';
import { traced } from './aws-client.ts';
import { beginTrace } from './entry.ts';

const TRACE = '5759e988bd862e3fe1be46a994272793';
const ROOT = '1-5759e988-bd862e3fe1be46a994272793';

let aws: Server;
let config: object;
const got: { headers: IncomingHttpHeaders; body: string }[] = [];
let answer: { status: number; body: string };

beforeAll(async () => {
  aws = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(answer.status, {
        'x-amzn-requestid': 'r-1',
        'content-type': 'application/x-amz-json-1.0',
      });
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
  config = {
    endpoint: `http://127.0.0.1:${(aws.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  };
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'shop-test-orders-place-order');
  vi.stubEnv('_X_AMZN_TRACE_ID', `Root=${ROOT};Parent=00000000000000aa;Sampled=1;Lineage=a87bd80c:1`);
});
afterAll(() => {
  aws.close();
  aws.closeAllConnections();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  got.length = 0;
  answer = { status: 200, body: '{}' };
});

/** Makes a call in an invocation, and gives the span of it. */
async function spanOf(call: () => Promise<unknown>) {
  const { context: within, batch, span } = beginTrace('shop', SpanKind.SERVER);
  const thrown = await context.with(within, call).catch((error: Error) => error);
  const [, made, ...others] = batch.spans;
  expect(others).toEqual([]);
  expect(made!.parentSpanId).toBe(span.spanContext().spanId);
  return { made: made!, thrown, entry: span };
}

describe('a call of AWS', () => {
  const dynamo = () => traced(new DynamoDBClient(config));
  const getItem = new GetItemCommand({ TableName: 'orders', Key: { pk: { S: 'ORDER#o-1' } } });

  it('is a span, and gives its id and the lineage to AWS in place of the function’s', async () => {
    const { made } = await spanOf(() => dynamo().send(getItem));
    expect(made).toMatchObject({ name: 'DynamoDB.GetItem', kind: SpanKind.CLIENT });
    expect(made.attributes).toMatchObject({
      'rpc.system.name': 'aws-api',
      'rpc.method': 'DynamoDB/GetItem',
      'db.system.name': 'aws.dynamodb',
      'db.operation.name': 'GetItem',
      'db.collection.name': 'orders',
      'aws.request_id': 'r-1',
      'http.response.status_code': 200,
    });
    expect(made.endTime).toBeDefined();
    expect(got[0]!.headers).toMatchObject({
      'x-amzn-trace-id': `Root=${ROOT};Parent=${made.spanContext().spanId};Sampled=1;Lineage=a87bd80c:1`,
    });
    expect(got[0]!.headers).not.toHaveProperty('traceparent');
  });

  it('says nothing of keys and contents', async () => {
    const { made } = await spanOf(() => dynamo().send(getItem));
    expect(JSON.stringify(made.attributes)).not.toContain('o-1');
  });

  it.each([
    ['ConditionalCheckFailedException', SpanStatusCode.UNSET],
    ['ResourceNotFoundException', SpanStatusCode.ERROR],
  ])('that is answered with %s says so', async (name, code) => {
    answer = { status: 400, body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}` }) };
    const { made, thrown } = await spanOf(() => dynamo().send(getItem));
    expect(thrown).toMatchObject({ name });
    expect(made.attributes).toMatchObject({ 'error.type': name, 'http.response.status_code': 400 });
    expect(made.status.code).toBe(code);
  });

  it.each([
    [1, undefined],
    [2, 2],
  ])('of %s operations at once says how many there are', (count, size) => {
    const TransactItems = Array.from({ length: count }, () => ({ Put: { TableName: 'orders' } }));
    const { attributes } = describeCall('DynamoDBClient', 'TransactWriteItemsCommand', { TransactItems });
    expect(attributes['db.operation.batch.size']).toBe(size);
  });

  it('that does not get through is a failure', async () => {
    const away = traced(new DynamoDBClient({ ...config, endpoint: 'http://127.0.0.1:9' }));
    const { made } = await spanOf(() => away.send(getItem));
    expect(made.status.code).toBe(SpanStatusCode.ERROR);
    expect(made.events[0]).toMatchObject({ name: 'exception' });
  });

  it('outside of an invocation is made as ever', async () => {
    await dynamo().send(getItem);
    expect(got).toHaveLength(1);
  });
});

describe('what goes on below a call', () => {
  const publish = (attributes: number, Message = '{}') =>
    new PublishCommand({
      TopicArn: 'arn:aws:sns:us-east-1:1:shop-test-orders-events',
      Message,
      MessageAttributes: Object.fromEntries(
        Array.from({ length: attributes }, (_, index) => [
          `a${index}`,
          { DataType: 'String', StringValue: 'x' },
        ]),
      ),
    });

  it.each([
    ['with others', publish(9), true],
    ['alone', publish(0), true],
    ['not as the eleventh, which SNS refuses', publish(10), false],
    ['not where the message leaves no room for it', publish(1, 'x'.repeat(256 * 1024 - 20)), false],
  ])('by SNS: traceparent as an attribute, %s', async (_, command, isThere) => {
    const { made } = await spanOf(() => traced(new SNSClient(config)).send(command));
    expect(made).toMatchObject({ name: 'send shop-test-orders-events', kind: SpanKind.PRODUCER });
    const { traceId, spanId } = made.spanContext();
    expect(got[0]!.body.includes(`00-${traceId}-${spanId}-01`)).toBe(isThere);
  });

  it.each([
    ['that has none', { orderId: 'o-1' }, undefined],
    [
      'that has one already: it stays',
      { traceparent: `00-${TRACE}-00000000000000bb-01` },
      '00000000000000bb',
    ],
  ])('by Step Functions: the header, and a traceparent in an input %s', async (_, input, known) => {
    const stateMachineArn = 'arn:aws:states:us-east-1:1:stateMachine:shop-test-order-saga';
    const command = new StartExecutionCommand({ stateMachineArn, name: 'o-1', input: JSON.stringify(input) });
    const { made } = await spanOf(() => traced(new SFNClient(config)).send(command));
    const { traceId, spanId } = made.spanContext();
    const sent = JSON.parse(got[0]!.body);
    expect(sent.traceHeader).toBe(`Root=${ROOT};Parent=${spanId};Sampled=1`);
    expect(JSON.parse(sent.input)).toEqual({ ...input, traceparent: `00-${traceId}-${known ?? spanId}-01` });
    expect(made.attributes['aws.step_functions.state_machine.arn']).toBe(stateMachineArn);
  });

  it.each([
    [
      'SQS',
      () =>
        traced(new SQSClient(config)).send(
          new SendMessageCommand({ QueueUrl: 'http://x/1/parked', MessageBody: '{}' }),
        ),
      { name: 'send parked', kind: SpanKind.PRODUCER },
    ],
    [
      'Lambda',
      () =>
        traced(new LambdaClient(config)).send(
          new InvokeCommand({ FunctionName: 'arn:aws:lambda:us-east-1:1:function:users-a' }),
        ),
      { name: 'Lambda.Invoke', kind: SpanKind.CLIENT },
    ],
  ] as const)('by %s: the header', async (_, call, expected) => {
    const { made } = await spanOf(call);
    expect(made).toMatchObject(expected);
    expect(got[0]!.headers['x-amzn-trace-id']).toContain(`Parent=${made.spanContext().spanId}`);
  });
});

it('stands around every client of every function', () => {
  const files = readdirSync('functions', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'),
  );
  const bare = files.flatMap((name) =>
    readFileSync(`functions/${name}`, 'utf8')
      .split('\n')
      .filter((line) => !line.trimStart().startsWith('*') && /(?<!traced\()new \w+Client\(/.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(bare).toEqual([]);
});
