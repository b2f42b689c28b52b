import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { requestPasswordLink } from '../../contracts/http/auth.ts';
import { registerUser } from '../../contracts/http/users.ts';
import { endpoint } from './endpoint.ts';
import { taken } from './response.ts';

const limiters = vi.hoisted(() => [] as { limit: { perSecond: number; burst: number }; keys: string[] }[]);
vi.mock('../table-limiter.ts', () => ({
  tableLimiter: ({ limit }: { limit: { perSecond: number; burst: number } }) => {
    const keys: string[] = [];
    limiters.push({ limit, keys });
    return {
      take: async (key: string) => {
        keys.push(key);
        return keys.length > limit.burst ? 90_000 : 0;
      },
    };
  },
}));

const asked = {
  httpMethod: 'POST',
  resource: '/auth/password-link',
  path: '/auth/password-link',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email: 'ada@example.com' }),
  requestContext: { identity: { sourceIp: '192.0.2.7' } },
} as unknown as APIGatewayProxyEvent;

describe('what has emails sent to somebody who need not have asked', () => {
  beforeAll(() => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    Object.assign(process.env, { RATE_LIMITS_TABLE: 't', RATE_LIMIT: '100/1000', MAIL_LIMIT: '60/2' });
  });

  it('is what needs no account and sends some', () => {
    expect([registerUser.mails, requestPasswordLink.mails]).toEqual([true, true]);
  });

  it('is counted by address an hour, beside all requests a second', async () => {
    const handler = endpoint(requestPasswordLink, async () => taken());
    const answers = [];
    for (let time = 0; time < 3; time += 1) answers.push(await handler(asked, {} as Context));

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 429]);
    expect(answers[2]!.headers).toMatchObject({ 'retry-after': '90' });
    expect(limiters.map(({ limit }) => limit)).toEqual([
      { perSecond: 100, burst: 1_000 },
      { perSecond: 1 / 60, burst: 2 },
    ]);
    expect(limiters.map(({ keys }) => keys[0])).toEqual(['ADDRESS#192.0.2.7', 'MAILS#192.0.2.7']);
  });
});
