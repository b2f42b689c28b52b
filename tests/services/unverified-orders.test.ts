import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeOrder } from '../../functions/contracts/http/orders.ts';
import { type ServiceAnswer, type ServiceCall, serviceApi } from '../support/service-api.ts';
import { serviceTable } from '../support/service-table.ts';

describe('a stage where only verified customers order', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let api: Awaited<ReturnType<typeof serviceApi>>;
  let place: (call?: ServiceCall) => Promise<ServiceAnswer>;

  beforeAll(async () => {
    store = await serviceTable();
    const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:none';
    api = await serviceApi(store.name, { SAGA_ARN: arn, UNVERIFIED_MAY_ORDER: 'no' });
    place = api.of(placeOrder, await import('../../functions/orders/api/place-order.ts'));
    const price = { amount: 100, currency: 'EUR' };
    await store.put({ pk: 'PRODUCT#cup', sk: 'PRODUCT', sku: 'cup', price, sequence: 1 });
  });
  afterAll(() => store.drop());

  const body = { items: [{ sku: 'cup', quantity: 1 }] };

  it('refuses the others, says what to do, and takes the same order afterwards', async () => {
    const [id, key] = [randomUUID(), randomUUID()];
    const token = await api.token('customer', id, 1, { email_verified: false });
    const before = await store.scan();
    const refused = await place({ token, key, body });
    expect(refused).toMatchObject({
      status: 403,
      body: { detail: expect.stringMatching(/Confirm your email/) },
    });
    expect(await store.scan()).toEqual(before);

    const verified = await api.token('customer', id, 1, { email_verified: true });
    expect((await place({ token: verified, key, body })).status).toBe(201);
  });

  it('takes the orders of who comes with a token that does not say', async () => {
    const token = await api.token('customer', randomUUID());
    expect((await place({ token, key: randomUUID(), body })).status).toBe(201);
  });
});
