import { globSync, readFileSync } from 'node:fs';
import { create, type DescService, toBinary } from '@bufbuild/protobuf';
import { InventoryService } from '../../functions/contracts/rpc/inventory/v1/inventory_pb.ts';
import { OrderService } from '../../functions/contracts/rpc/orders/v1/orders_pb.ts';
import { PaymentService } from '../../functions/contracts/rpc/payments/v1/payments_pb.ts';
import { UserService } from '../../functions/contracts/rpc/users/v1/users_pb.ts';
import { inRoot, root } from '../../paths.ts';
import { consumedBy } from './consumed.ts';
import { CUSTOMER, INSTANCES, ORDER, order, SKU } from './rows.ts';

/** What a function is compared by: the peer that does the same kind of work. */
export type Kind = 'get' | 'post' | 'step';

export interface Deployed {
  /** As in `orders/api/place-order`. */
  name: string;
  kind: Kind;
  /** MB, as stacks/ says. */
  memory: number;
  event: unknown;
}

interface Described {
  operationId: string;
  requestBody?: { content: Record<string, { example?: unknown }> };
}

const document = JSON.parse(readFileSync(inRoot('functions', 'contracts', 'openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Described>>;
};

/** Functions that are not called as their operation, and what their operations are called. */
const OTHERWISE: Record<string, string> = {
  'orders/api/request-cancellation': 'cancelOrder',
  'registry/api/check-now': 'checkInstances',
  'gateway/api/get-openapi': 'getOpenApi',
};

const PARAMETERS: Record<string, string> = {
  sku: SKU,
  customerId: CUSTOMER,
  orderId: ORDER,
  service: 'users',
  cell: 'a',
};

const camel = (file: string): string => file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function httpEvent(name: string, token: string): { method: string; event: unknown } {
  const id = OTHERWISE[name] ?? camel(name.split('/').at(-1)!);
  for (const [resource, methods] of Object.entries(document.paths))
    for (const [method, described] of Object.entries(methods)) {
      if (described.operationId !== id) continue;
      const names = [...resource.matchAll(/{(\w+)}/g)].map(([, parameter]) => parameter!);
      const own = resource.startsWith('/users') ? CUSTOMER : ORDER;
      const pathParameters = Object.fromEntries(names.map((one) => [one, PARAMETERS[one] ?? own]));
      const content = described.requestBody?.content['application/json'];
      const body = content ? JSON.stringify(content.example) : null;
      return { method, event: proxyEvent({ method, resource, pathParameters, body, token }) };
    }
  throw new Error(`no operation of the document is that of ${name}`);
}

interface Proxied {
  method: string;
  resource: string;
  pathParameters: Record<string, string>;
  body: string | null;
  token: string;
}

/** An event as API Gateway makes it of a browser's request. */
const proxyEvent = ({ method, resource, pathParameters, body, token }: Proxied) => ({
  httpMethod: method.toUpperCase(),
  resource,
  path: resource.replace(/{(\w+)}/g, (_, name: string) => pathParameters[name]!),
  pathParameters,
  queryStringParameters: resource === '/users' ? { email: 'ada@example.com' } : null,
  multiValueQueryStringParameters: resource === '/users' ? { email: ['ada@example.com'] } : null,
  headers: {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': '5a1c8c2e-6f0b-4a64-9a6f-0c8f1a0e6f11',
    'x-amzn-trace-id': 'Root=1-6b091a1f-000000000000000000000000',
  },
  multiValueHeaders: {},
  body,
  isBase64Encoded: false,
  requestContext: { identity: { sourceIp: '192.0.2.1' }, resourcePath: resource, stage: 'api' },
});

/** One method of each service, the one that callers wait for. */
const RPC: Record<string, [DescService, string, object]> = {
  users: [UserService, 'getProfile', { id: CUSTOMER }],
  orders: [OrderService, 'getOrder', { id: ORDER }],
  payments: [PaymentService, 'getAccount', { customerId: CUSTOMER }],
  inventory: [InventoryService, 'getStock', { skus: [SKU] }],
};

function rpcEvent(service: string): unknown {
  const [described, name, message] = RPC[service]!;
  const method = described.method[name]!;
  return {
    rpc: {
      path: `/${described.typeName}/${method.name}`,
      headers: {
        'content-type': 'application/proto',
        'connect-protocol-version': '1',
        'connect-timeout-ms': '2000',
      },
      body: Buffer.from(toBinary(method.input, create(method.input, message as never))).toString('base64'),
      caller: { service: 'gateway' },
    },
  };
}

const failure = { Error: 'InsufficientFunds', Cause: '{}' };
const sagaInput = { ...order, orderId: ORDER, failure, refundFailure: failure };

const publicCall = (token: string) => {
  const { rpc } = rpcEvent('users') as { rpc: { body: string } };
  const pathParameters = { service: 'users.v1.UserService', method: 'GetProfile' };
  const event = proxyEvent({
    method: 'post',
    resource: '/rpc/{service}/{method}',
    pathParameters,
    body: rpc.body,
    token,
  });
  return {
    ...event,
    isBase64Encoded: true,
    headers: { ...event.headers, 'content-type': 'application/proto' },
  };
};

/** The function by which each kind is compared: its peers do the same work. */
export const EXAMPLES: Record<Kind, string> = {
  get: 'orders/api/get-order',
  post: 'orders/api/place-order',
  step: 'payments/saga/charge-payment',
};

/** Functions with another memory than stacks/service.ts gives: they hash passwords, or join services. */
const MEMORIES: [RegExp, number][] = [
  [/^users\/api\/(change-user|register-user|put-password|set-password|create-token)$/, 1769],
  [/^gateway\/api\/(get-me|get-order-overview)$/, 1024],
];
const memoryOf = (name: string): number => MEMORIES.find(([names]) => names.test(name))?.[1] ?? 512;

/** Every endpoint, saga step, instance of a service and consumer, each with an event that it answers well. */
export function deployedFunctions(token: string): Deployed[] {
  const files = globSync(['functions/*/{api,saga}/*.ts', 'functions/*/events/*.ts', 'functions/*/rpc.ts'], {
    cwd: root,
  });
  const names = files
    .filter((file) => !/\.spec\.ts$|\/test-|^functions\/contracts\//.test(file))
    .map((file) => file.slice('functions/'.length, -'.ts'.length))
    .sort();
  return names.map((name) => ({ name, memory: memoryOf(name), ...asked(name, token) }));
}

function asked(name: string, token: string): Pick<Deployed, 'kind' | 'event'> {
  if (name.includes('/saga/')) return { kind: 'step', event: sagaInput };
  if (name.includes('/events/')) return { kind: 'step', event: consumedBy(name) };
  if (name.endsWith('/rpc')) return { kind: 'get', event: rpcEvent(name.split('/')[0]!) };
  if (name === 'gateway/api/call-rpc') return { kind: 'post', event: publicCall(token) };
  const { method, event } = httpEvent(name, token);
  return { kind: method === 'get' ? 'get' : 'post', event };
}

/** The settings of all functions: each reads what it needs. */
export const SETTINGS = {
  SERVICE: 'orders',
  TABLE: 'table',
  CURRENCY: 'EUR',
  LOW_STOCK: '5',
  API_URL: 'https://api.example',
  RATE_LIMITS_TABLE: 'rate-limits',
  RATE_LIMIT: '5/50',
  MAIL_LIMIT: '1000/1000',
  INSTANCES: INSTANCES.map((one) => one.join('/')).join(' '),
  INSTANCE_ADDRESS: 'shop-bench-{service}-rpc-{instance}',
  REGISTRY_TABLE: 'registry',
  BREAKER_TABLE: 'breakers',
  SAGA_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:saga',
  UNDO_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:undo',
  TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:topic',
  METRICS_NAMESPACE: 'shop',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 'b',
  AWS_SESSION_TOKEN: 'c'.repeat(800),
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
  AWS_LAMBDA_FUNCTION_NAME: 'shop-bench-orders-place-order',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/27/[$LATEST]0123456789abcdef0123456789abcdef',
  AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:9',
  LAMBDA_TASK_ROOT: '/var/task',
  QUEUES: 'orders-parked!',
  MAIL_SENDER: 'orders@shop.example',
  MAIL_CONFIGURATION_SET: 'shop',
  INSPECT_RESERVATION: 'shop-bench-inventory-inspect-reservation',
  INSPECT_CHARGE: 'shop-bench-payments-inspect-charge',
  OVERDUE_SECONDS: '600',
};
