import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod/mini';
import { readConfig } from '../config.ts';
import { keyText } from '../key.ts';
import { log } from '../log.ts';
import type { RateLimiter } from '../rate-limit/rate-limiter.ts';
import { ServiceError } from '../service-error.ts';
import { addressBlock } from './address-block.ts';
import type { Caller } from './authenticate.ts';

/** DynamoDB answers in less than 10 ms. A request that has waited so long for it (ms) passes without being counted. */
const TIMEOUT_MS = 300;

/** `50/100`: so many a second, so many at once. */
const Rate = z.string().check(z.regex(/^[1-9]\d{0,6}\/[1-9]\d{0,6}$/, 'expected <a second>/<at once>'));

/**
 * The limiter that the deployment asks for; none in a function that is not deployed behind the gateway. It is imported
 * when it is wanted, so that functions that count nothing and have no table do not start with a client of DynamoDB.
 */
async function deployedLimiter(): Promise<RateLimiter | undefined> {
  const { RATE_LIMITS_TABLE: table, RATE_LIMIT: rate } = readConfig({
    RATE_LIMITS_TABLE: z.optional(z.string()),
    RATE_LIMIT: z.optional(Rate),
  });
  if (table === undefined || rate === undefined) return undefined;
  const { tableLimiter } = await import('../rate-limit/table-limiter.ts');
  const [perSecond, burst] = rate.split('/').map(Number) as [number, number];
  return tableLimiter({
    table,
    limit: { perSecond, burst },
    timeoutMs: TIMEOUT_MS,
    onError: (thrown) => log.error('requests are not counted for a while', thrown),
  });
}

/**
 * Turns away who comes too often, by who holds the token or by address, before anything else is read: 429 with
 * Retry-After. What is guaranteed, and what it costs, is at RateLimiter and in docs/gateway.md.
 */
export function rateLimit(
  by: 'customer' | 'address',
): MiddlewareObj<APIGatewayProxyEvent & { caller?: Caller }, APIGatewayProxyResult> {
  // Begins with the function, not with its first request.
  const starting = deployedLimiter();
  return {
    name: 'rateLimit',
    before: async ({ event }) => {
      const waitMs = await (await starting)?.take(keyOf(by, event));
      if (!waitMs) return;
      const retryAfter = Math.ceil(waitMs / 1000);
      throw new ServiceError('tooMany', 'You have sent too many requests at once.', { retryAfter });
    },
  };
}

/** The address is the one that API Gateway saw; what a client writes into X-Forwarded-For is not looked at. */
const keyOf = (by: 'customer' | 'address', event: APIGatewayProxyEvent & { caller?: Caller }): string =>
  by === 'customer'
    ? keyText('CUSTOMER', event.caller!.id)
    : keyText('ADDRESS', addressBlock(event.requestContext.identity.sourceIp));
