import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownTokens } from '../../functions/platform/http/verify-token.ts';
import { signAccessToken } from '../../functions/users/access-token.ts';
import { readKeyNumber, verifyingKeys } from './key-numbers.ts';
import { publicJwk } from './public-jwk.ts';

describe('the rotation of keys', () => {
  const names = { issuer: 'https://shop.test', audience: 'shop' };
  const keys = Array.from({ length: 6 }, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  const jwk = (number: number) =>
    publicJwk(keys[number]!.publicKey.export({ type: 'spki', format: 'pem' }).toString());
  /** What functions do that were deployed with this number. */
  const deployed = (number: number) => ({
    verify: ownTokens({ ...names, keys: { keys: verifyingKeys(number).map(jwk) } }),
    sign: () => {
      const privateKey = keys[number]!.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const user = { id: 'u', roles: ['customer' as const] };
      return signAccessToken(user, 1, { ...names, key: { privateKey, kid: jwk(number).kid } });
    },
  });
  let token: string;
  beforeAll(async () => {
    token = await deployed(2).sign();
  });

  it.each([
    ['not deployed yet: the next key is known before it signs', 1],
    ['deployed', 2],
    ['previous, its tokens are still out', 3],
  ])('accepts a key while it is %s', async (_, number) => {
    expect(await deployed(number).verify(token)).toMatchObject({ id: 'u', signedInAt: 1 });
  });

  it('refuses a key after the next rotation', async () => {
    await expect(deployed(4).verify(token)).rejects.toThrow();
  });

  it.each([
    [undefined, 1],
    ['1', 1],
    ['12', 12],
  ])('is at %j: number %i', (text, number) => {
    expect(readKeyNumber(text)).toBe(number);
  });

  it.each(['', '0', '-1', '1.5', 'two', '01', '1e3', '9999999'])('refuses the number %j', (text) => {
    expect(() => readKeyNumber(text)).toThrow(/AuthKeyNumber/);
  });
});
