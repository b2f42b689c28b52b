import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { shopOutputs } from '../support/outputs.ts';
import { untraced } from '../support/untraced.ts';

const { api } = shopOutputs();
const shop = new ShopDriver(api);
const credentials = () => ({ email: `${randomUUID()}@Example.com`, password: 'correct horse' });

describe('an account', () => {
  it('is registered once, whatever the case of its email address', async () => {
    const user = credentials();
    const { status, body } = await shop.call('POST /users', { body: { name: 'Ada', ...user } });

    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      name: 'Ada',
      email: user.email.toLowerCase(),
      emailVerified: false,
      createdAt: expect.any(String),
    });
    const again = { ...user, name: 'Eve', email: user.email.toUpperCase() };
    expect((await shop.call('POST /users', { body: again })).status).toBe(409);
  });

  it('signs in with a token that anybody can verify by the published keys', async () => {
    const user = credentials();
    const { body: account } = await shop.call<{ id: string }>('POST /users', {
      body: { name: 'Ada', ...user },
    });
    const { body } = await shop.call<{ accessToken: string }>('POST /auth/token', { body: user });

    const keys = createRemoteJWKSet(new URL(`${api}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(body.accessToken, keys);
    expect(payload).toMatchObject({ sub: account.id, roles: ['customer'] });
    expect(body).toMatchObject({ tokenType: 'Bearer', expiresIn: 900 });
  });

  it('is not told from none when the sign-in fails', async () => {
    const user = credentials();
    await shop.call('POST /users', { body: { name: 'Ada', ...user } });
    const wrong = await shop.call('POST /auth/token', { body: { ...user, password: 'wrong' } });
    const nobody = await shop.call('POST /auth/token', { body: credentials() });

    expect(wrong.status).toBe(401);
    expect(nobody.status).toBe(401);
    expect(untraced(nobody.body)).toEqual(untraced(wrong.body));
  });

  it.each([
    ['no name', { name: undefined }],
    ['a blank name', { name: '   ' }],
    ['a name that is too long', { name: 'x'.repeat(101) }],
    ['a malformed email address', { email: 'ada' }],
    ['a short password', { password: 'short' }],
    ['roles of its own', { roles: ['staff'] }],
  ])('with %s is refused', async (_, change) => {
    const { status, body } = await shop.call('POST /users', {
      body: { name: 'Ada', ...credentials(), ...change },
    });

    expect(status).toBe(400);
    expect(body.errors).toHaveLength(1);
  });
});

describe('the money of an account', () => {
  it('is zero at first and rises with each deposit, once per key', async () => {
    const customer = await shop.customer();
    expect(await customer.balance()).toBe(0);

    const answers = [await customer.deposit(500, 'k'), await customer.deposit(500, 'k')];
    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    expect(answers[1]!.body).toEqual(answers[0]!.body);
    expect((await customer.deposit(501, 'k')).status).toBe(422);
    expect(await customer.balance()).toBe(500);
  });

  it.each([
    ['nothing', { amount: 0, currency: 'EUR' }, 400],
    ['less than nothing', { amount: -1, currency: 'EUR' }, 400],
    ['a fraction', { amount: 0.5, currency: 'EUR' }, 400],
    ['more than the limit', { amount: 1_000_000_001, currency: 'EUR' }, 400],
    ['a number as text', { amount: '5', currency: 'EUR' }, 400],
    ['no currency', { amount: 5 }, 400],
    ['another currency', { amount: 5, currency: 'USD' }, 422],
  ])('is not changed by a deposit of %s', async (_, amount, status) => {
    const customer = await shop.customer();

    expect((await customer.call('POST /payments/deposits', { key: 'k', body: { amount } })).status).toBe(
      status,
    );
    expect(await customer.balance()).toBe(0);
  });
});

describe('the catalogue', () => {
  it('is open to everybody, in pages', async () => {
    type Products = { items: { sku: string; name: string; price: object }[]; next: string | null };
    const skus: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await shop.call<Products>(`GET /products?limit=2${cursor}`);
      skus.push(...body.items.map(({ sku }) => sku));
      expect(body.items.length).toBeLessThanOrEqual(2);
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }

    expect(new Set(skus).size).toBe(skus.length);
    expect(skus).toEqual(expect.arrayContaining(['espresso-cup', 'scale']));
    expect((await shop.call('GET /products/espresso-cup')).body).toEqual({
      sku: 'espresso-cup',
      name: 'Espresso cup',
      price: { amount: 1_250, currency: 'EUR' },
    });
  });

  it.each([
    ['GET /products/none', 404],
    ['GET /inventory/none', 404],
    ['GET /products?limit=0', 400],
    ['GET /products?page=2', 400],
  ])('%s answers %i', async (route, status) => {
    expect((await shop.call(route)).status).toBe(status);
  });
});
