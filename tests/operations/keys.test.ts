import { decodeJwt, decodeProtectedHeader } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { deployStage, sst } from './stage.ts';

let api: string;
const customer = {
  name: 'Ada',
  email: `ada-${Date.now()}@example.com`,
  password: 'correct horse battery staple',
};

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

const shop = () => new ShopDriver(api);
const statusWith = async (token: string) => (await shop().call('GET /payments/account', { token })).status;
const signIn = async (): Promise<Tokens> => {
  const { email, password } = customer;
  const { status, body } = await shop().call<Tokens>('POST /auth/token', { body: { email, password } });
  expect(status).toBe(200);
  return body;
};
const keyOf = ({ accessToken }: Tokens) => decodeProtectedHeader(accessToken).kid;

async function rotateTo(number: number): Promise<void> {
  await sst('secret', 'set', 'AuthKeyNumber', String(number));
  ({ api } = await deployStage());
}

beforeAll(async () => {
  ({ api } = await deployStage());
  expect((await shop().call('POST /users', { body: customer })).status).toBe(201);
}, 600_000);

it('two keys are valid at once after a rotation, and one that is two older is not', async () => {
  const first = await signIn();
  expect(await statusWith(first.accessToken)).toBe(200);

  await rotateTo(2);
  const second = await signIn();
  expect(keyOf(second)).not.toBe(keyOf(first));
  expect(await Promise.all([first, second].map(({ accessToken }) => statusWith(accessToken)))).toEqual([
    200, 200,
  ]);

  // As for a key that was stolen.
  await rotateTo(4);
  expect(await Promise.all([first, second].map(({ accessToken }) => statusWith(accessToken)))).toEqual([
    401, 401,
  ]);
  const { body: third } = await shop().call<Tokens>('POST /auth/refresh', {
    body: { refreshToken: second.refreshToken },
  });
  expect(await statusWith(third.accessToken)).toBe(200);
  expect(decodeJwt(third.accessToken).sub).toBe(decodeJwt(first.accessToken).sub);
}, 900_000);
