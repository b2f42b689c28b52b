import { createPublicKey, type KeyObject } from 'node:crypto';
import { type CryptoKey, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../functions/contracts/http/operations.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { shopOutputs } from '../support/outputs.ts';
import { signingKey } from '../support/signing-key.ts';

const { api, staff: staffCredentials } = shopOutputs();
const shop = new ShopDriver(api);
const guarded = Object.values(OPERATIONS)
  .flat()
  .filter(({ access }) => access !== 'public');

/** So many at once: each function has to start first, on a machine with two processors. */
const AT_ONCE = 4;

async function inTurn<T, R>(items: readonly T[], call: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE)
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(call))));
  return results;
}

/** Calls an operation with a token and nothing that fits it: who may not call is told so before what was sent is read. */
const knock = async (route: string, token?: string) => {
  const { status, body } = await shop.call(route.replaceAll(/\{\w+\}/g, 'x'), { token });
  return { route, status, type: body?.type };
};

describe('the shop, for who is not who they say', () => {
  let privateKey: KeyObject;
  let kid: string;
  let keySet: string;
  let ada: ShopUser;
  let staff: ShopUser;
  const now = Math.floor(Date.now() / 1000);
  const claims = (change: JWTPayload = {}): JWTPayload => ({
    sub: ada.id,
    roles: ['customer', 'staff'],
    iss: 'https://shop.test-shop',
    aud: 'shop',
    iat: now,
    exp: now + 600,
    jti: 'j',
    ...change,
  });
  const sign = (
    payload: JWTPayload,
    header: object = {},
    by: KeyObject | CryptoKey | Uint8Array = privateKey,
  ) => new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid, ...header }).sign(by);
  /** As who hopes that a verifier takes a public key for the secret of an HMAC. */
  const hmac = (secret: string) => sign(claims(), { alg: 'HS256' }, new TextEncoder().encode(secret));
  const publicKey = (form: 'pem' | 'jwk') => {
    const key = createPublicKey(privateKey);
    return form === 'pem'
      ? key.export({ type: 'spki', format: 'pem' }).toString()
      : JSON.stringify(key.export({ format: 'jwk' }));
  };
  /** One endpoint a service, and one for staff. */
  const endpoints = () => [
    `GET /users/${ada.id}`,
    'GET /orders',
    'GET /payments/account',
    'GET /users?email=a@b.de',
  ];
  const knockAll = async (token: string) =>
    (await inTurn(endpoints(), (endpoint) => knock(endpoint, token))).map(({ status }) => status);

  beforeAll(async () => {
    [ada, staff, privateKey] = await Promise.all([
      shop.customer(),
      shop.staff(staffCredentials),
      signingKey(),
    ]);
    kid = JSON.parse(Buffer.from(ada.token.split('.')[0]!, 'base64url').toString()).kid;
    keySet = JSON.stringify((await shop.call('GET /.well-known/jwks.json')).body);
  });

  it('opens with a token that is as it should be, which is what the others are made of', async () => {
    expect(await knockAll(await sign(claims()))).toEqual([200, 200, 200, 200]);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['expired', () => sign(claims({ exp: now - 60 }))],
    ['not yet valid', () => sign(claims({ nbf: now + 600 }))],
    ['for another audience', () => sign(claims({ aud: 'another shop' }))],
    ['from another issuer', () => sign(claims({ iss: 'https://shop.local' }))],
    ['without an expiry', () => sign(claims({ exp: undefined }))],
    ['of nobody', () => sign(claims({ sub: undefined }))],
    ['with a role that there is not', () => sign(claims({ roles: ['root'] }))],
    ['without roles', () => sign(claims({ roles: undefined }))],
    ['of an unknown key', () => sign(claims(), { kid: 'unknown' })],
    ['signed by somebody else', async () => sign(claims(), {}, (await generateKeyPair('ES256')).privateKey)],
    ['with alg none', () => new UnsecuredJWT(claims()).encode()],
    ['signed by HS256 with the key set', () => hmac(keySet)],
    ['signed by HS256 with the public key as PEM', () => hmac(publicKey('pem'))],
    ['signed by HS256 with the public key as JWK', () => hmac(publicKey('jwk'))],
    ['with its payload changed', async () => (await sign(claims())).replace(/\.[^.]+\./, forged())],
    ['without its signature', async () => (await sign(claims())).replace(/[^.]+$/, '')],
    ['a refresh token', () => `${ada.id}.${'a'.repeat(22)}.${'b'.repeat(43)}`],
    ['no token', () => 'token'],
  ])('is closed with a token that is %s', async (_, token) => {
    expect(await knockAll(await token())).toEqual([401, 401, 401, 401]);
  });
  const forged = () =>
    `.${Buffer.from(JSON.stringify(claims({ roles: ['oncall'] }))).toString('base64url')}.`;

  it('asks for a token at every endpoint that is not public', async () => {
    const answers = await inTurn(guarded, ({ route }) => knock(route));
    expect(answers.filter(({ status, type }) => status !== 401 || !type)).toEqual([]);
  });

  it.each([
    ['a customer', 'customer', () => ada.token],
    ['staff', 'staff', () => staff.token],
    ['operators on call', 'oncall', () => sign(claims({ roles: ['oncall'] }))],
  ] as const)('keeps %s from what is not theirs to do', async (_, role, token) => {
    const theirs = await token();
    const others = guarded.filter(({ access }) => !access.includes(role as never));
    const answers = await inTurn(others, ({ route }) => knock(route, theirs));

    expect(others.length).toBeGreaterThan(1);
    expect(answers.filter(({ status, type }) => status !== 403 || !type)).toEqual([]);
  });

  it("does not know anybody else's profile or order", async () => {
    const [eve, rich] = await Promise.all([shop.customer(), shop.customer(20_000)]);
    const { body: order } = await rich.order([{ sku: 'espresso-cup', quantity: 1 }]);
    const profile = `/users/${rich.id}`;
    const answers = await inTurn(
      [
        ['GET', profile],
        ['PATCH', profile, { name: 'Mallory' }],
        ['DELETE', profile],
        ['GET', `${profile}/preferences`],
        ['PUT', `${profile}/password`, { current: 'a', next: 'mine from now on' }],
        ['GET', `/orders/${order.id}`],
      ] as const,
      ([method, path, body]) => eve.call(`${method} ${path}`, { body }),
    );

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await rich.call(`GET ${profile}`)).body).toMatchObject({ id: rich.id, name: 'Ada' });
    await rich.settled(order.id);
  });
});
