import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../functions/contracts/http/operations.ts';
import { SECURITY_HEADERS } from '../../functions/kit/http/security-headers.ts';
import { shopOutputs } from '../support/outputs.ts';
import { ORIGIN } from '../support/stage.ts';

const { api } = shopOutputs();
const routes = Object.values(OPERATIONS)
  .flat()
  .map(({ route }) => route);
const ELSEWHERE = 'https://elsewhere.example';

/** Calls a route as it is written: whatever is wrong with that is refused, with headers like every answer. */
async function call(route: string, { origin, method }: { origin?: string; method?: string } = {}) {
  const [own, path] = route.split(' ') as [string, string];
  const { status, headers } = await fetch(`${api}${path.replaceAll(/\{\w+\}/g, 'x')}`, {
    method: method ?? own,
    headers: { ...(origin && { origin }), ...(method && { 'access-control-request-method': own }) },
  });
  return { status, headers };
}

describe('every operation', () => {
  it.each(routes)('%s says what browsers have to know', async (route) => {
    const { headers } = await call(route);
    const { 'content-security-policy': policy, ...rest } = SECURITY_HEADERS;
    for (const [name, value] of Object.entries(rest)) expect(headers.get(name)).toBe(value);
    expect(headers.get('content-security-policy')).toContain(policy.split(';')[0]!);
    expect(headers.get('cache-control')).toBeTruthy();
  });

  it.each(routes)('%s can be called by scripts of the configured origin and of no other', async (route) => {
    const [asked, ours, theirs] = await Promise.all([
      call(route, { origin: ORIGIN, method: 'OPTIONS' }),
      call(route, { origin: ORIGIN }),
      call(route, { origin: ELSEWHERE }),
    ]);

    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(asked.headers.get('access-control-allow-methods')).toContain(route.split(' ')[0]!);
    expect(ours.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('what the gateway itself refuses', () => {
  it('says the same, and can be read by scripts', async () => {
    const { status, headers } = await call('GET /nowhere', { origin: ORIGIN });

    expect(status).toBe(404);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/problem+json',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
    });
  });
});
