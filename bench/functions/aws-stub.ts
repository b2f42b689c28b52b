import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { create, type DescMethod, toBinary } from '@bufbuild/protobuf';
import { itemOf } from '@serverless-orders/resilience/discovery';
import { InventoryService } from '../../functions/contracts/rpc/inventory/v1/inventory_pb.ts';
import { OrderService } from '../../functions/contracts/rpc/orders/v1/orders_pb.ts';
import { PaymentService } from '../../functions/contracts/rpc/payments/v1/payments_pb.ts';
import { UserService } from '../../functions/contracts/rpc/users/v1/users_pb.ts';
import { CUSTOMER, INSTANCES, messageOf, rowOf } from './rows.ts';

type Answer = { json?: unknown; text?: string };

const METHODS = new Map<string, DescMethod>(
  [UserService, OrderService, PaymentService, InventoryService].flatMap((service) =>
    (service.methods as DescMethod[]).map(
      (method) => [`/${service.typeName}/${method.name}`, method] as const,
    ),
  ),
);

type Keys = Record<string, { S: string }>;

/** Of what the SDK sends, as much as is looked at. */
interface Input {
  Key: Keys;
  RequestItems: Record<string, { Keys: Keys[] }>;
  TableName: string;
}

const item = (key: Keys) => {
  const row = key.pk && rowOf(key.pk.S, key.sk?.S ?? '');
  return row && { ...key, ...marshall(row, { removeUndefinedValues: true }) };
};

const registry = INSTANCES.map(([service, instance]) => {
  const address = `arn:aws:lambda:us-east-1:000000000000:function:shop-bench-${service}-rpc-${instance}`;
  const record = {
    service,
    instance,
    address,
    protocols: ['connect'],
    weight: 1,
    registeredAt: '2026-01-01T00:00:00.000Z',
  };
  return itemOf('registration', { service, instance }, JSON.stringify(record));
});

/** What DynamoDB answers: rows by their key, no failed conditions, empty lists. */
const DYNAMO: Record<string, (input: Input) => unknown> = {
  GetItem: ({ Key }) => ({ Item: item(Key) }),
  BatchGetItem: ({ RequestItems }) => ({
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([table, { Keys: keys }]) => [
        table,
        keys.map(item).filter((found) => found !== undefined),
      ]),
    ),
    UnprocessedKeys: {},
  }),
  Query: () => ({ Items: [], Count: 0 }),
  Scan: ({ TableName }) => ({ Items: TableName === 'registry' ? registry : [], Count: 0 }),
  UpdateItem: () => ({ Attributes: { fullAt: { N: '0' }, requests: { N: '1' } } }),
};

const OTHERS: Record<string, unknown> = {
  'AWSStepFunctions.StartExecution': {
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:saga:one',
    startDate: 1_790_000_000,
  },
  'AWSStepFunctions.DescribeExecution': { status: 'SUCCEEDED', startDate: 1_790_000_000, name: 'one' },
  'AWSStepFunctions.ListExecutions': { executions: [] },
  'AmazonSQS.ReceiveMessage': { Messages: [] },
  'AmazonSQS.GetQueueAttributes': { Attributes: { ApproximateNumberOfMessages: '0' } },
};

function rpcAnswer(body: string): Answer {
  const { rpc } = JSON.parse(body) as { rpc?: { path: string } };
  if (!rpc) return { json: { live: true, ready: true, failing: {} } };
  const method = METHODS.get(rpc.path)!;
  const message = toBinary(method.output, create(method.output, messageOf(rpc.path) as never));
  return {
    json: {
      status: 200,
      headers: { 'content-type': 'application/proto' },
      body: Buffer.from(message).toString('base64'),
    },
  };
}

function answerTo(path: string, target: string, body: string): Answer {
  if (path === '/ping') return { text: 'healthy' };
  if (path.startsWith('/2015-03-31/functions/')) return rpcAnswer(body);
  const [, dynamo] = /^DynamoDB_20120810\.(\w+)$/.exec(target) ?? [];
  if (dynamo) return { json: DYNAMO[dynamo]?.(JSON.parse(body)) ?? {} };
  if (target === 'AmazonSQS.SendMessage') {
    const { MessageBody } = JSON.parse(body) as { MessageBody: string };
    return { json: { MessageId: 'one', MD5OfMessageBody: hash('md5', MessageBody) } };
  }
  if (target) return { json: OTHERS[target] ?? {} };
  const action = /Action=(\w+)/.exec(body)?.[1] ?? 'Any';
  const result = `<${action}Result><MessageId>one</MessageId></${action}Result>`;
  return { text: `<${action}Response xmlns="urn:aws">${result}</${action}Response>` };
}

/**
 * AWS as far as functions ask it, over TLS on this machine: what it answers is always the same, and at once. DynamoDB has one
 * address and all other services another, so that what calls two services opens two connections.
 */
export class AwsStub {
  readonly #servers: Server[];
  readonly #certificate: string;

  /** How many requests have come, pings included. */
  requests = 0;

  /** @param folder for the certificate, which `openssl` makes. */
  constructor(folder: string) {
    this.#certificate = join(folder, 'cert.pem');
    const key = join(folder, 'key.pem');
    const options = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
    const names = ['-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', key, '-out', this.#certificate];
    execFileSync('openssl', ['req', '-x509', ...options, ...names, ...files], { stdio: 'ignore' });
    const tls = { key: readFileSync(key), cert: readFileSync(this.#certificate), keepAliveTimeout: 60_000 };
    this.#servers = [1, 2].map(() =>
      createServer(tls, (request, response) => this.#answer(request, response)),
    );
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.requests += 1;
    const target = String(request.headers['x-amz-target'] ?? '');
    const { json, text } = answerTo(request.url!, target, Buffer.concat(chunks).toString());
    response.writeHead(200, {
      'content-type': text === undefined ? 'application/x-amz-json-1.0' : 'text/xml',
      'x-amzn-requestid': CUSTOMER,
    });
    response.end(text ?? JSON.stringify(json));
  }

  /** @returns the settings by which functions come here. */
  async start(): Promise<Record<string, string>> {
    const [dynamo, others] = await Promise.all(
      this.#servers.map(async (server) => {
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
      }),
    );
    const queue = (name: string) => `${others}/000000000000/${name}`;
    return {
      AWS_ENDPOINT_URL: others!,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo!,
      NODE_EXTRA_CA_CERTS: this.#certificate,
      PARKED_QUEUE_URL: queue('parked'),
      QUEUE_URL: queue('{queue}'),
      OVERDUE_QUEUE_URL: queue('overdue'),
      FAILED_QUEUE_URL: queue('failed'),
    };
  }

  stop(): void {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}
