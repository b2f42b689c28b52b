import { describe, expect, it } from 'vitest';
import { traceIn } from './explorer.ts';
import { operationsIn, shopDocument } from './operations.ts';
import { requestOf } from './request.ts';

const operations = operationsIn(shopDocument());
const operation = (id: string) => operations.find((one) => one.id === id)!;

describe('operationsIn', () => {
  it('has every operation of the document, once', () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    expect(operations.length).toBeGreaterThan(40);
  });

  it('follows references, and tells what may be, and by whom', () => {
    const place = operation('placeOrder');
    expect(place).toMatchObject({ method: 'POST', path: '/orders', tag: 'orders', roles: ['customer'] });
    expect(place.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header', required: true }]);
    expect(JSON.parse(place.body!)).toEqual({ items: [{ sku: 'espresso-cup', quantity: 2 }] });
    expect(place.statuses.map(({ status }) => status)).toContain('429');
  });

  it.each([
    ['listOrders', 'limit', 'integer, 1 to 100, 20 unless given'],
    ['findUsers', 'email', 'email, at most 254 characters'],
  ])('says what %s takes as %s', (id, name, takes) => {
    expect(operation(id).parameters.find((one) => one.name === name)!.takes).toBe(takes);
  });

  it('takes the example of a part of the path from the answers', () => {
    expect(operation('getProduct').parameters[0]).toMatchObject({ name: 'sku', example: 'espresso-cup' });
  });

  it('has an example of every body, so that it can be sent as it stands', () => {
    const empty = operations.filter(({ body }) => body === '{}').map(({ id }) => id);
    expect(empty).toEqual([]);
  });
});

describe('requestOf', () => {
  const api = 'https://api.example.com/stage';
  it('puts each parameter where it belongs, and leaves out what is empty', () => {
    expect(
      requestOf(operation('listOrders'), {
        api,
        parameters: { limit: '5', status: '', customer: 'a b&c' },
        accessToken: 't',
      }),
    ).toEqual({
      url: `${api}/orders?limit=5&customer=a+b%26c`,
      method: 'GET',
      headers: { authorization: 'Bearer t' },
    });
  });

  it('sends a body as it was written, also one that is not JSON', () => {
    const { body, headers } = requestOf(operation('placeOrder'), {
      api,
      parameters: { 'Idempotency-Key': 'k' },
      body: '{',
    });
    expect({ body, headers }).toEqual({
      body: '{',
      headers: { 'idempotency-key': 'k', 'content-type': 'application/json' },
    });
  });

  it('stays within the path that the operation has', () => {
    const url = (sku: string) => requestOf(operation('getProduct'), { api, parameters: { sku } }).url;
    expect(url('a/../b?c#d')).toBe(`${api}/products/a%2F..%2Fb%3Fc%23d`);
    expect(() => url('..')).toThrow('cannot be one');
    expect(() => url('')).toThrow('"" cannot be one');
  });

  it('refuses what no header can hold', () => {
    const parameters = { 'Idempotency-Key': 'a\r\nauthorization: b' };
    expect(() => requestOf(operation('placeOrder'), { api, parameters })).toThrow('no header can hold');
  });
});

describe('traceIn', () => {
  it('reads the trace of an answer', () => {
    const trace = '5759e988bd862e3fe1be46a994272793';
    expect(traceIn([['server-timing', `traceparent;desc="00-${trace}-53995c3f42cd8ad8-01"`]])).toBe(trace);
    expect(traceIn([['content-type', 'text/plain']])).toBeUndefined();
  });
});
