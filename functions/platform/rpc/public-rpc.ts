import type { DescMethod, DescService } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import middy from '@middy/core';
import { DeadlineExceeded } from '@serverless-orders/resilience/call';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { LIMITS } from '../../contracts/limits.ts';
import { ROLES } from '../../contracts/roles.ts';
import { authenticate, type Caller } from '../http/authenticate.ts';
import { cors } from '../http/cors.ts';
import { header } from '../http/headers.ts';
import { httpInvocation } from '../http/http-invocation.ts';
import { onlyMethod } from '../http/methods.ts';
import { rateLimit } from '../http/rate-limit.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { report } from '../invocation.ts';
import { addToLog, log } from '../log.ts';
import { ServiceError } from '../service-error.ts';
import type { RpcReply } from './envelope.ts';
import { errorResponse, isServed } from './error-response.ts';
import { errorName, toConnectError } from './errors.ts';
import { type Instances, methodPath } from './instances.ts';

/** How long a call from outside may take, in ms, whatever it says itself: API Gateway waits for 29 s. */
const DEADLINE_MS = 5_000;

/** What the public RPC keeps of its own time, in ms. */
const MARGIN_MS = 250;

/** The headers of the protocols; nothing else of what a client sends reaches an instance. */
const PASSED = /^(content-type|content-encoding|connect-[a-z-]+|grpc-[a-z-]+|x-grpc-web)$/;

type Event = APIGatewayProxyEvent & { caller?: Caller };

interface PublicRpcOptions {
  services: DescService[];
  instances: Instances;
}

/**
 * The public way to every service's methods, `POST /rpc/{service}/{method}`: who calls is who the token says, and the call
 * goes on to an instance as it came, in whichever protocol. So a drained or broken instance is passed over for the outside too.
 */
export function publicRpc({ services, instances }: PublicRpcOptions) {
  const methods = new Map(
    services.flatMap((service) => service.methods.map((method) => [methodPath(method), method])),
  );
  const handler = middy<Event, APIGatewayProxyResult>()
    .use(cors())
    .use(securityHeaders({ access: ROLES, route: 'POST /rpc/{service}/{method}' }))
    .use({ before: ({ event }) => nameMethod(event, methods), onError: refuse })
    .use(authenticate(ROLES))
    .use(rateLimit('customer'))
    .handler(async (event, context) => {
      const method = methodOf(event, methods);
      const { id, roles, epoch } = event.caller!;
      const caller = { user: { id, roles, ...(epoch !== undefined && { epoch }) } };
      const remainingMs = () => context.getRemainingTimeInMillis() - MARGIN_MS;
      const call = { headers: passedHeaders(event), body: bodyOf(event), caller };
      const reply = await instances
        .call(method, call, { deadlineMs: DEADLINE_MS, remainingMs })
        .catch(unanswered);
      report({ rpcError: errorName(reply) });
      return toResult(reply);
    });
  return httpInvocation(onlyMethod<Event>('POST', async (event, context) => handler(event, context)));
}

/** Says which method is called, if there is such a one: what a client makes up is no name for anything. */
function nameMethod({ pathParameters }: Event, methods: ReadonlyMap<string, DescMethod>): void {
  const path = `/${pathParameters?.service}/${pathParameters?.method}`;
  if (!methods.has(path)) return;
  report({ rpc: path });
  addToLog({ rpc: path });
}

/** @throws ConnectError `unimplemented` for what is not there, or comes in a way that API Gateway cannot carry. */
function methodOf(event: Event, methods: ReadonlyMap<string, DescMethod>): DescMethod {
  if (!isServed(contentTypeOf(event))) {
    throw new ConnectError(
      'Send Connect (application/proto, application/json) or gRPC-Web, unary: neither gRPC over HTTP/2 nor streams come through API Gateway.',
      Code.Unimplemented,
    );
  }
  const { service, method } = event.pathParameters ?? {};
  const found = methods.get(`/${service}/${method}`);
  if (!found) throw new ConnectError('There is no such method.', Code.Unimplemented);
  return found;
}

/** @throws ServiceError `tooLarge`. */
function bodyOf({ body, isBase64Encoded }: Event): string {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > LIMITS.bodyBytes)
    throw new ServiceError('tooLarge', `The body is larger than ${LIMITS.bodyBytes} bytes.`);
  return bytes.toString('base64');
}

const contentTypeOf = (event: Event): string => header(event, 'content-type') ?? '';

function passedHeaders(event: Event): Record<string, string> {
  const headers = Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries(
    headers.filter(([name, value]) => PASSED.test(name!) && value !== undefined),
  ) as Record<string, string>;
}

/** What the platform code throws is for the log. */
function unanswered(thrown: unknown): never {
  if (thrown instanceof DeadlineExceeded)
    throw new ConnectError(
      'The service did not answer in time.',
      Code.DeadlineExceeded,
      undefined,
      undefined,
      thrown,
    );
  throw thrown;
}

function refuse(request: middy.Request<Event, APIGatewayProxyResult>): void {
  const error = toConnectError(request.error);
  if ([Code.Unavailable, Code.DeadlineExceeded, Code.Unknown, Code.Internal].includes(error.code))
    log.error('call failed', request.error);
  report({ rpcError: errorName({ error: error.code }) });
  request.response = toResult(errorResponse(error, contentTypeOf(request.event)));
}

/** As API Gateway takes it. JSON goes as text, so that it is readable whatever the client accepts. */
function toResult({ status, headers, body }: RpcReply): APIGatewayProxyResult {
  const { 'content-length': _, ...rest } = headers;
  const isText = rest['content-type'] === 'application/json';
  return {
    statusCode: status,
    headers: rest,
    body: isText ? Buffer.from(body, 'base64').toString() : body,
    isBase64Encoded: !isText,
  };
}
