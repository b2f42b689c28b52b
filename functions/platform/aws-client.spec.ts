import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const COMMAND = new GetItemCommand({ TableName: 'none', Key: { pk: { S: '' } } });
const base = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };

/** What a client sends, with an answer to all; as AWS it speaks TLS, which is not what is tried here. */
class Handler {
  readonly sent: { method: string; protocol: string; path: string; headers: Record<string, string> }[] = [];
  async handle(request: (typeof this.sent)[number]) {
    this.sent.push(request);
    const { Readable } = await import('node:stream');
    return { response: { statusCode: 200, headers: {}, body: Readable.from(['{}']) } };
  }
}

const fresh = async () => {
  vi.resetModules();
  const { awsClient } = await import('./aws-client.ts');
  const { initialised } = await import('./at-init.ts');
  return { awsClient, initialised };
};

beforeEach(() => vi.stubEnv('AWS_LAMBDA_INITIALIZATION_TYPE', 'on-demand'));
afterEach(() => vi.unstubAllEnvs());

it('opens its connection at init by a ping that nobody has to sign or permit', async () => {
  const { awsClient, initialised } = await fresh();
  const requestHandler = new Handler();
  awsClient(DynamoDBClient, { ...base, requestHandler: requestHandler as never }, { warmBy: [COMMAND] });
  await initialised();
  expect(requestHandler.sent).toMatchObject([{ method: 'GET', path: '/ping', protocol: 'https:' }]);
  expect(requestHandler.sent[0]!.headers).toEqual({ host: 'dynamodb.us-east-1.amazonaws.com' });
});

it.each([
  ['where nothing answers', 'https://127.0.0.1:9'],
  ['where something else than AWS answers', 'http://127.0.0.1:9'],
])('starts %s', async (_, endpoint) => {
  const { awsClient, initialised } = await fresh();
  const client = awsClient(DynamoDBClient, { ...base, endpoint, maxAttempts: 1 }, { warmBy: [COMMAND] });
  await initialised();
  await expect(client.send(COMMAND)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it('opens as many connections as there are calls at once', async () => {
  const { awsClient, initialised } = await fresh();
  const requestHandler = new Handler();
  const options = { ...base, requestHandler: requestHandler as never };
  awsClient(DynamoDBClient, options, { warmBy: [COMMAND], connections: 2 });
  await initialised();
  expect(requestHandler.sent.map(({ path }) => path)).toEqual(['/ping', '/ping']);
});

it('has the SDK work out nothing that nobody hears', async () => {
  const { awsClient } = await fresh();
  const logger = { ...console, info: vi.fn() };
  const requestHandler = new Handler() as never;
  await awsClient(DynamoDBClient, { ...base, requestHandler, logger }).send(COMMAND);
  expect(logger.info).not.toHaveBeenCalled();
  await new DynamoDBClient({ ...base, requestHandler, logger }).send(COMMAND);
  expect(logger.info).toHaveBeenCalledOnce();
});

it('sends nothing at init that it was not asked for', async () => {
  const { awsClient, initialised } = await fresh();
  const requestHandler = new Handler();
  awsClient(DynamoDBClient, { ...base, requestHandler: requestHandler as never });
  awsClient(
    SFNClient,
    { ...base, endpoint: 'http://127.0.0.1:9', requestHandler: requestHandler as never },
    { warmBy: [new StartExecutionCommand({ stateMachineArn: 'none' })] },
  );
  await initialised();
  expect(requestHandler.sent).toEqual([]);
});

it('answers what it was sent after the init, not what it was warmed by', async () => {
  const { awsClient, initialised } = await fresh();
  const requestHandler = new Handler();
  const client = awsClient(
    DynamoDBClient,
    { ...base, requestHandler: requestHandler as never },
    { warmBy: [COMMAND] },
  );
  await initialised();
  await expect(client.send(COMMAND)).resolves.not.toHaveProperty('Item');
});

it('has one connection for all clients of one service, and none of those with limits of their own', async () => {
  let connections = 0;
  const server: Server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { awsClient } = await fresh();
    const own = awsClient(DynamoDBClient, { ...base, endpoint, requestHandler: { requestTimeout: 5_000 } });
    const [one, other] = [1, 2].map(() => awsClient(DynamoDBClient, { ...base, endpoint }));
    for (const client of [own, one!, other!]) await client.send(COMMAND);
    expect(connections).toBe(2);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
