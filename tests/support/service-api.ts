import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { expect, vi } from 'vitest';
import * as z from 'zod/mini';
import { errorResponsesOf, hasTag } from '../../functions/contracts/http/error-responses-of.ts';
import type { Answer, Operation } from '../../functions/contracts/http/operation.ts';
import type { Role } from '../../functions/contracts/roles.ts';
import { clientConfig } from './engine.ts';

type Handler = (event: never, context: Context) => Promise<APIGatewayProxyResult>;

export interface ServiceCall {
  token?: string;
  path?: Record<string, string>;
  query?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  key?: string;
  ifMatch?: string;
  headers?: Record<string, string>;
}

// biome-ignore lint/suspicious/noExplicitAny: whoever calls knows what the operation answers
type Body = any;

export interface ServiceAnswer {
  status: number;
  body: Body;
  headers: Record<string, string>;
}

const ISSUER = 'https://tests';
const AUDIENCE = 'tests';

/**
 * A service's HTTP functions in this process, on a table of the engine: the handlers as they are deployed, without
 * waiting for a deployment. Every answer is held against its operation's declaration.
 *
 * @example
 * const api = await serviceApi(store.name, { CURRENCY: 'EUR' });
 * const getAccount = api.of(payments.getAccount, await import('../../functions/payments/api/get-account.ts'));
 * await getAccount({ token: await api.token('customer') });
 */
export async function serviceApi(table: string, environment: Record<string, string> = {}) {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' };
  const { endpoint, region, credentials } = clientConfig();
  Object.assign(process.env, {
    TABLE: table,
    AUTH_JWKS: JSON.stringify({ keys: [key] }),
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...environment,
  });
  return {
    /** @param epoch of the account when the token was issued: 1 is a new one's; null leaves it out. */
    token: (
      role: Role,
      subject = `${role}-1`,
      epoch: number | null = 1,
      more: JWTPayload = {},
    ): Promise<string> =>
      new SignJWT({ roles: [role], ...(epoch !== null && { epoch }), ...more })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setSubject(subject)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setJti('j')
        .setIssuedAt()
        .setExpirationTime('15m')
        .sign(privateKey),
    of:
      (operation: Operation, { handler }: { handler: Handler }) =>
      async (call: ServiceCall = {}): Promise<ServiceAnswer> => {
        const result = await handler(eventOf(operation, call) as never, { awsRequestId: 'r' } as Context);
        return declared(operation, result);
      },
  };
}

function eventOf(operation: Operation, call: ServiceCall): Partial<APIGatewayProxyEvent> {
  const [httpMethod, resource] = operation.route.split(' ') as [string, string];
  return {
    httpMethod,
    resource,
    path: resource.replaceAll(/\{(\w+)\}/g, (_, name: string) => call.path?.[name] ?? ''),
    pathParameters: call.path ?? null,
    queryStringParameters: call.query ?? null,
    headers: {
      ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
      ...(call.token && { Authorization: `Bearer ${call.token}` }),
      ...(call.key && { 'Idempotency-Key': call.key }),
      ...(call.ifMatch && { 'If-Match': call.ifMatch }),
      ...call.headers,
    },
    body:
      call.body === undefined || typeof call.body === 'string'
        ? ((call.body as string) ?? null)
        : JSON.stringify(call.body),
    isBase64Encoded: false,
  };
}

/**
 * Fails unless the operation declares this answer: its status, its headers, the shape of its body; and unless it names its
 * trace, which is left out, being another one for each request.
 */
function declared(
  operation: Operation,
  { statusCode, headers: { 'server-timing': timing, ...headers } = {}, body }: APIGatewayProxyResult,
): ServiceAnswer {
  expect(timing).toMatch(/^traceparent;desc="00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]"$/);
  const unchanged: Answer | undefined =
    statusCode === 304 && hasTag(operation) ? { description: 'As it was' } : undefined;
  const answer = unchanged ?? operation.answers[statusCode];
  const parsed = body ? JSON.parse(body) : undefined;
  if (answer) {
    if (answer.body) expect(z.safeParse(answer.body, parsed)).toMatchObject({ success: true });
    for (const name of Object.keys(answer.headers ?? {})) expect(headers[name]).toBeTruthy();
  } else {
    expect([...errorResponsesOf(operation).keys()], body).toContain(statusCode);
    expect(headers['content-type']).toBe('application/problem+json');
  }
  return { status: statusCode, body: parsed, headers: headers as Record<string, string> };
}
