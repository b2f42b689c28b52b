import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { oidcIssuer } from './test-issuer.ts';
import { externalTokens } from './verify-token.ts';

describe('tokens of an external issuer', () => {
  let external: Awaited<ReturnType<typeof oidcIssuer>>;
  let sign: (payload: JWTPayload) => Promise<string>;
  const now = Math.floor(Date.now() / 1000);
  const claims = (more: JWTPayload = {}): JWTPayload => ({
    iss: external.issuer,
    aud: 'shop',
    sub: 'auth0|42',
    iat: now,
    exp: now + 60,
    ...more,
  });
  const verifier = (more: Partial<Parameters<typeof externalTokens>[0]> = {}) =>
    externalTokens({
      issuer: external.issuer,
      audience: 'shop',
      jwksUri: external.jwksUri,
      rolesClaim: 'roles',
      ...more,
    });

  beforeAll(async () => {
    external = await oidcIssuer();
    sign = await external.addKey('RS256');
  });
  afterAll(() => external.close());
  afterEach(() => void vi.useRealTimers());

  it.each(['RS256', 'ES256'] as const)('are accepted when signed with %s', async (alg) => {
    const signed = await external.addKey(alg);
    expect(await verifier()(await signed(claims()))).toEqual({
      id: 'auth0|42',
      roles: ['customer'],
      signedInAt: now,
    });
  });

  it('tell when their owner has signed in', async () => {
    const caller = await verifier()(await sign(claims({ auth_time: now - 500 })));
    expect(caller.signedInAt).toBe(now - 500);
  });

  it('are verified once, and again after five minutes', async () => {
    const signature = vi.spyOn(crypto.subtle, 'verify');
    const verify = verifier();
    vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 });
    const token = await sign(claims({ exp: now + 3600 }));
    for (const seconds of [0, 299, 301, 302]) {
      vi.setSystemTime((now + seconds) * 1000);
      expect((await verify(token)).id).toBe('auth0|42');
    }
    expect(signature).toHaveBeenCalledTimes(2);
    vi.setSystemTime((now + 3605) * 1000);
    await expect(verify(token)).rejects.toThrow(/exp/);
    signature.mockRestore();
  });

  it.each([
    ['of the same name', 'roles', undefined, { roles: ['staff', 'offline_access'] }, ['staff']],
    ['as one word', 'role', undefined, { role: 'oncall' }, ['oncall']],
    ['deep inside', '/realm_access/roles', undefined, { realm_access: { roles: ['staff'] } }, ['staff']],
    ['under an address', 'https://shop/roles', undefined, { 'https://shop/roles': ['staff'] }, ['staff']],
    ['by another name', 'groups', { admins: 'staff' }, { groups: ['admins', 'admins'] }, ['staff']],
    ['ours, when others were agreed', 'groups', { admins: 'staff' }, { groups: ['staff'] }, ['customer']],
    ['of an object', 'groups', { admins: 'staff' }, { groups: ['toString', 7, null] }, ['customer']],
    ['nowhere', '/a/b/c', undefined, { a: null }, ['customer']],
  ] as const)('have roles %s', async (_, rolesClaim, roles, payload, expected) => {
    const caller = await verifier({ rolesClaim, roles })(
      await sign(claims(payload as unknown as JWTPayload)),
    );
    expect(caller.roles).toEqual(expected);
  });

  it.each<[string, () => Promise<string>]>([
    ['expired', () => sign(claims({ exp: now - 6 }))],
    ['not valid yet', () => sign(claims({ nbf: now + 60 }))],
    ['of another issuer', () => sign(claims({ iss: 'https://elsewhere.test' }))],
    ['for another audience', () => sign(claims({ aud: 'app' }))],
    ['of nobody', () => sign(claims({ sub: undefined }))],
    ['of somebody with too long a name', () => sign(claims({ sub: 'x'.repeat(129) }))],
    [
      'signed by a stranger with a known kid',
      async () => {
        const { privateKey } = await generateKeyPair('RS256');
        return new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: 'RS256-0' }).sign(privateKey);
      },
    ],
    [
      'signed with HS256',
      () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256', kid: 'RS256-0' })
          .sign(new TextEncoder().encode('x'.repeat(32))),
    ],
  ])('are refused when %s', async (_, token) => {
    await expect(verifier()(await token())).rejects.not.toMatchObject({ code: 'unavailable' });
  });

  it.each([
    ['expired', 4, { exp: now - 4 }, true],
    ['expired', 5, { exp: now - 5 }, false],
    ['not valid for another', 5, { nbf: now + 5 }, true],
    ['not valid for another', 6, { nbf: now + 6 }, false],
  ])('%s %i seconds, since clocks differ by 5: %o is good: %s', async (_, __, change, good) => {
    vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 });
    const caller = await verifier()(await sign(claims(change))).catch(() => undefined);
    expect(caller !== undefined).toBe(good);
  });

  it('are checked with keys that were fetched once, and asked for again for an unknown key', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const verify = verifier();
    external.requests.length = 0;
    for (let time = 0; time < 3; time += 1) await verify(await sign(claims()));
    expect(external.requests).toEqual(['/keys']);

    const rotated = await (await external.addKey('ES256'))(claims());
    await expect(verify(rotated)).rejects.toThrow();
    expect(external.requests).toEqual(['/keys']);
    vi.setSystemTime(Date.now() + 31_000);
    expect(await verify(rotated)).toHaveProperty('id');
  });

  it('cannot be checked while the issuer is down, which is not their fault', async () => {
    external.fail(true);
    await expect(verifier()(await sign(claims()))).rejects.toMatchObject({ code: 'unavailable' });
    external.fail(false);
  });
});
