import type { MiddlewareObj } from '@middy/core';
import type { RateLimiter } from '@serverless-orders/resilience/rate-limit';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod/mini';
import { readConfig } from '../config.ts';
import { keyText } from '../key.ts';
import { log } from '../log.ts';
import { count } from '../metrics/recorder.ts';
import { ServiceError } from '../service-error.ts';
import { tableLimiter } from '../table-limiter.ts';
import { addressBlock } from './address-block.ts';
import type { Caller } from './authenticate.ts';

/** DynamoDB answers in less than 10 ms. A request that has waited so long for it (ms) passes without being counted. */
const TIMEOUT_MS = 300;

/** `50/100`: so many in a while, so many at once. */
const Rate = z.string().check(z.regex(/^[1-9]\d{0,6}\/[1-9]\d{0,6}$/, 'expected <in a while>/<at once>'));

/**
 * What is counted: requests of a customer or of an address, a second; or what an address causes to be sent to strangers,
 * an hour.
 */
type LimitedBy = 'customer' | 'address' | 'mails';

/**
 * The limiter that the deployment asks for; none in a function that is not deployed behind the gateway. It is not imported
 * dynamically: Bun would then leave nothing out of the SDK (stacks/bundle/left-out.spec.ts). What needs none is a publicRead.
 */
function deployedLimiter(by: LimitedBy): RateLimiter | undefined {
  const setting = by === 'mails' ? 'MAIL_LIMIT' : 'RATE_LIMIT';
  const config = readConfig({ RATE_LIMITS_TABLE: z.optional(z.string()), [setting]: z.optional(Rate) });
  const { RATE_LIMITS_TABLE: table, [setting]: rate } = config;
  if (table === undefined || rate === undefined) return undefined;
  const [often, burst] = rate.split('/').map(Number) as [number, number];
  const perSecond = by === 'mails' ? often / (60 * 60) : often;
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
  by: LimitedBy,
): MiddlewareObj<APIGatewayProxyEvent & { caller?: Caller }, APIGatewayProxyResult> {
  const limiter = deployedLimiter(by);
  return {
    name: 'rateLimit',
    before: async ({ event }) => {
      const waitMs = await limiter?.take(keyOf(by, event));
      if (!waitMs) return;
      count('rate_limited_requests_total', { service: process.env.SERVICE ?? 'none', by });
      const retryAfter = Math.ceil(waitMs / 1000);
      throw new ServiceError('tooMany', 'You have sent too many requests at once.', { retryAfter });
    },
  };
}

/** The address is the one that API Gateway saw; what a client writes into X-Forwarded-For is not looked at. */
const keyOf = (by: LimitedBy, event: APIGatewayProxyEvent & { caller?: Caller }): string =>
  by === 'customer'
    ? keyText('CUSTOMER', event.caller!.id)
    : keyText(by === 'mails' ? 'MAILS' : 'ADDRESS', addressBlock(event.requestContext.identity.sourceIp));
