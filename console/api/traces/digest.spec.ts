import { describe, expect, it } from 'vitest';
import type { Span } from '../../../ops/traces/span.ts';
import { digestOf } from './digest.ts';
import { namedIn } from './names.ts';
import { serviceMap } from './service-map.ts';

const PREFIX = 'shop-local-';
const stage = { prefix: PREFIX, named: namedIn(PREFIX, ['orders', 'payments', 'inventory']) };

const ids = Array.from({ length: 50 }, (_, index) => `s${index}`);
const span = (service: string, parent?: Span, more: Partial<Span> = {}): Span => ({
  traceId: 'a'.repeat(32),
  id: ids.pop()!,
  parentId: parent?.id,
  service,
  name: service,
  kind: 'SERVER',
  remote: undefined,
  start: 1000,
  end: 1100,
  failure: undefined,
  attributes: {},
  exceptions: [],
  links: [],
  ...more,
});

const client = (parent: Span, remote: string, more: Partial<Span> = {}) =>
  span(parent.service, parent, { kind: 'CLIENT', remote, name: remote, ...more });

const gateway = span('API Gateway', undefined, { name: 'POST /orders', end: 1400 });
const place = span('shop-local-orders-place-order', gateway, { attributes: { 'order.id': 'o-1' } });
const write = client(place, 'DynamoDB', {
  attributes: { 'aws.dynamodb.table_names': 'shop-local-OrdersTableTable-abcdefgh' },
  end: 1010,
});
const start = client(place, 'SFN', { end: 1300, failure: 'error' });
const saga = span('shop-local-order-saga', start, { name: 'execution' });
const charge = span('shop-local-payments-charge-payment', saga, { end: 1200, failure: 'fault' });
const all = [gateway, place, write, start, saga, charge];

describe('digestOf', () => {
  it('tells what a trace was and what became of it', () => {
    expect(digestOf(all, stage)).toMatchObject({
      root: 'POST /orders',
      service: 'API Gateway',
      at: new Date(1000).toISOString(),
      ms: 400,
      spans: 6,
      faults: 1,
      errors: 1,
      services: ['API Gateway', 'order-saga', 'orders', 'payments'],
      orders: ['o-1'],
      isOver: true,
    });
  });

  it('counts a call once: by whoever answers, or by what AWS does when nobody else does', () => {
    expect(digestOf(all, stage).calls).toEqual([
      { from: 'API Gateway', to: 'orders', isRemote: false, ms: 100, failed: false },
      // The caller's own time: what it has waited for.
      { from: 'orders', to: 'order-saga', isRemote: false, ms: 300, failed: false },
      { from: 'order-saga', to: 'payments', isRemote: false, ms: 200, failed: true },
      { from: 'orders', to: 'Orders table', isRemote: true, ms: 10, failed: false },
    ]);
  });

  it.each([
    [
      'a function that began by itself',
      span('shop-local-orders-reconcile-orders', undefined, { name: 'Lambda' }),
      'orders-reconcile-orders',
    ],
    [
      'what a function calls it',
      span('shop-local-orders-notify', undefined, { name: 'process q' }),
      'orders-notify process q',
    ],
    ['an execution', span('shop-local-order-saga', undefined, { name: 'execution' }), 'order-saga'],
  ])('names a trace by %s', (_, root, title) => {
    expect(digestOf([root], stage).root).toBe(title);
  });

  it('is not over while a span goes on', () => {
    expect(digestOf([gateway, span('x', gateway, { end: undefined })], stage).isOver).toBe(false);
  });

  it('takes the first of several orphans for its beginning', () => {
    const late = span('shop-local-orders-b', undefined, { start: 50, parentId: 'gone' });
    const early = span('shop-local-orders-a', undefined, { start: 10, parentId: 'gone' });
    expect(digestOf([late, early], stage).root).toBe('orders-a');
  });
});

describe('serviceMap', () => {
  it('has a node for whoever calls or is called, and all calls of one kind as an edge', () => {
    const digest = digestOf(all, stage);
    const map = serviceMap([digest, digest]);
    expect(map.nodes.map(({ name, isRemote, failed }) => [name, isRemote, failed])).toEqual([
      ['API Gateway', false, 0],
      ['orders', false, 0],
      ['order-saga', false, 0],
      ['payments', false, 2],
      ['Orders table', true, 0],
    ]);
    expect(map.edges[1]).toMatchObject({ from: 'orders', to: 'order-saga', calls: 2, failed: 0, p95: 300 });
  });

  it('lays it out from left to right, all within its size', () => {
    const map = serviceMap([digestOf(all, stage)]);
    const x = (name: string) => map.nodes.find((node) => node.name === name)!.x;
    expect(x('API Gateway')).toBeLessThan(x('orders'));
    expect(x('orders')).toBeLessThan(x('order-saga'));
    for (const node of map.nodes) {
      expect(node.x + node.width / 2).toBeLessThanOrEqual(map.width);
      expect(node.y + node.height / 2).toBeLessThanOrEqual(map.height);
    }
    for (const { points } of map.edges) expect(points.length).toBeGreaterThan(1);
  });

  it('is empty of nothing', () => {
    expect(serviceMap([])).toMatchObject({ nodes: [], edges: [] });
  });
});
