import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, describe, expect, it } from 'vitest';
import { clientConfig, engineEndpoint } from '../../support/engine.ts';
import { rawRequest } from '../../support/raw-request.ts';
import { ATTACKS, FALSE_KEYS, signed } from './attacks.ts';

const port = Number(new URL(engineEndpoint()).port);
const Host = `127.0.0.1:${port}`;
const { credentials } = clientConfig();
const bearer = { Authorization: `Bearer ${credentials.accessKeyId}` };
const engineName = () => (process.env.ENGINE === 'localstack' ? 'localstack' : 'localemu');
const identity = '/?Action=GetCallerIdentity&Version=2011-06-15';

afterAll(async () => {
  // None of the requests above has created anything.
  const topics = await new SNSClient(clientConfig()).send(new ListTopicsCommand({}));
  expect(JSON.stringify(topics.Topics)).not.toContain('attack');
  const queues = await new SQSClient(clientConfig()).send(
    new ListQueuesCommand({ QueueNamePrefix: 'attack' }),
  );
  expect(queues.QueueUrls ?? []).toEqual([]);
});

describe.skipIf(process.env.AWS_ENDPOINT_URL)('Without the key', () => {
  it.each(ATTACKS)('nobody $what', async ({ headers, ...attack }) => {
    const { status, text } = await rawRequest(port, { ...attack, headers: { Host, ...headers } });
    expect([status, text]).toEqual([403, expect.not.stringContaining('Access-Control-Allow')]);
  });

  it('the health page has no details', async () => {
    const name = engineName();
    const { status, text } = await rawRequest(port, { path: `/_${name}/health`, headers: { Host } });
    expect([status, text.split('\r\n\r\n')[1]]).toEqual([200, '{"status": "running"}']);
    const withKey = await rawRequest(port, { path: `/_${name}/health`, headers: { Host, ...bearer } });
    expect(withKey.text).toContain('"services"');
  });

  it('an API that is not deployed is no way to a service', async () => {
    const path = '/_aws/execute-api/nothing/stage';
    for (const query of ['', '?Action=CreateTopic&Version=2010-03-31&Name=attack']) {
      const { status } = await rawRequest(port, { path: path + query, headers: { Host } });
      expect([403, 404]).toContain(status);
    }
    const headers = {
      Host,
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'AA==',
    };
    expect((await rawRequest(port, { path, headers })).status).not.toBe(101);
  });
});

describe.skipIf(process.env.AWS_ENDPOINT_URL)('A key', () => {
  it.each(FALSE_KEYS)('that is not the engine’s does not let in: %s', async (_, headers, query = '') => {
    for (const path of ['/_faults?', `${identity}&`]) {
      const answer = await rawRequest(port, { path: path + query, headers: { Host, ...headers } });
      expect(answer.status).toBe(403);
    }
  });

  it.each<[string, Record<string, string>, string?]>([
    ['in a signature', signed(credentials.accessKeyId)],
    [
      'as the session token of another key',
      { ...signed('222222222222'), 'X-Amz-Security-Token': credentials.accessKeyId },
    ],
    ['as a bearer token', bearer],
    [
      'in a presigned address',
      {},
      `&X-Amz-Credential=${credentials.accessKeyId}%2F20260101%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Signature=x`,
    ],
  ])('that is the engine’s lets in %s', async (_, headers, query = '') => {
    const answer = await rawRequest(port, { path: identity + query, headers: { Host, ...headers } });
    expect(answer.status).toBe(200);
  });

  const theirs = {
    ...clientConfig(),
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  it.each([
    ['UnrecognizedClientException', () => new DynamoDBClient(theirs).send(new ListTablesCommand({}))],
    ['UnrecognizedClientException', () => new SFNClient(theirs).send(new ListStateMachinesCommand({}))],
    ['UnrecognizedClientException', () => new LambdaClient(theirs).send(new ListFunctionsCommand({}))],
    ['UnrecognizedClientException', () => new SQSClient(theirs).send(new ListQueuesCommand({}))],
    ['InvalidClientTokenId', () => new SNSClient(theirs).send(new ListTopicsCommand({}))],
    ['InvalidClientTokenId', () => new STSClient(theirs).send(new GetCallerIdentityCommand({}))],
    [
      'InvalidAccessKeyId',
      () => new S3Client({ ...theirs, forcePathStyle: true }).send(new ListBucketsCommand({})),
    ],
    [
      /UnrecognizedClientException|InvalidClientTokenId/,
      () => new CloudWatchClient(theirs).send(new DescribeAlarmsCommand({})),
    ],
  ] as const)('that is wrong is %s to a client, in the words of its protocol', async (name, call) => {
    const error = await (call() as Promise<unknown>).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      name: expect.stringMatching(name),
      message: expect.stringContaining('npm run -s env'),
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('is one of the usual account', async () => {
    const { Account } = await new STSClient(clientConfig()).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe('000000000000');
  });

  it('opens no service that is not needed', async () => {
    for (const query of ['ListStacks&Version=2010-05-15', 'DescribeInstances&Version=2016-11-15']) {
      const service = query.startsWith('ListStacks') ? 'cloudformation' : 'ec2';
      const headers = { Host, ...signed(credentials.accessKeyId, service) };
      expect((await rawRequest(port, { path: `/?Action=${query}`, headers })).status).toBe(501);
    }
  });
});

describe.skipIf(process.env.AWS_ENDPOINT_URL)('A page in a browser', () => {
  /** Also with the key, in case a page got hold of it. */
  const paths = ['/_faults', identity, `/_${engineName()}/health`];

  it.each([
    ['a name that was rebound to this machine', { Host: `evil.example:${port}` }],
    ['that name without a port', { Host: 'evil.example' }],
    ['a name that leads to this machine, as nip.io has them', { Host: `127.0.0.1.nip.io:${port}` }],
    ['a name below localhost', { Host: `evil.localhost:${port}` }],
    ['a bucket of the engine', { Host: `bucket.s3.localhost.localstack.cloud:${port}` }],
    ['the host of another port', { Host: '127.0.0.1:1' }],
    ['a host with something before it', { Host: `evil@127.0.0.1:${port}` }],
    ['another address of this machine', { Host: `0.0.0.0:${port}` }],
    ['no host', { Host: '' }],
    ['another origin', { Host, Origin: 'https://evil.example' }],
    ['a development server', { Host, Origin: 'http://localhost:3000' }],
    ['another port of the same host', { Host, Origin: 'http://127.0.0.1:1' }],
    ['no origin that it tells', { Host, Origin: 'null' }],
    ['a file', { Host, Origin: 'file://' }],
    ['another site, without Origin and Referer', { Host, 'Sec-Fetch-Site': 'cross-site' }],
    ['another port, without Origin', { Host, 'Sec-Fetch-Site': 'same-site' }],
    ['a site that there is not', { Host, 'Sec-Fetch-Site': 'nonsense' }],
  ])('gets nothing from %s', async (_, headers) => {
    for (const path of paths) {
      const { status, text } = await rawRequest(port, { path, headers: { ...headers, ...bearer } as never });
      expect([status, text]).toEqual([
        expect.toBeOneOf([400, 403]),
        expect.not.stringMatching(/access-control-allow|"plans"|"services"|UserId/i),
      ]);
    }
  });

  it.each([
    ['by address', { Host }],
    ['by name', { Host: `localhost:${port}` }],
    ['by the other address', { Host: `[::1]:${port}` }],
    [
      'from a page of its own',
      { Host: `localhost:${port}`, Origin: `http://localhost:${port}`, 'Sec-Fetch-Site': 'same-origin' },
    ],
    ['typed by a person', { Host, 'Sec-Fetch-Site': 'none' }],
  ])('is not what calls %s', async (_, headers) => {
    for (const path of paths) {
      const { status } = await rawRequest(port, { path, headers: { ...headers, ...bearer } as never });
      expect(status).toBe(200);
    }
  });

  it.each(['http://evil.example', `http://evil.example:${port}`, `http://evil@${Host}`])(
    'gets nothing by an address of %s in the request line, with the key and the right Host',
    async (origin) => {
      const path = `${origin}/_faults`;
      expect((await rawRequest(port, { path, headers: { Host, ...bearer } })).status).toBe(403);
    },
  );

  it.each(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'])(
    'is not answered to %s',
    async (method) => {
      const headers = { Host, Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' };
      const { status, text } = await rawRequest(port, { method, path: '/', headers });
      expect([status, text]).toEqual([403, expect.not.stringMatching(/access-control/i)]);
    },
  );
});
