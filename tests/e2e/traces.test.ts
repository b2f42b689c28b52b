import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { until } from '../support/engine.ts';
import { shopOutputs } from '../support/outputs.ts';
import { STAGE } from '../support/stage.ts';
import { placeTracedOrders, type TracedOrders } from '../support/traced-orders.ts';
import { causeOf, isOurs, otlpTrace, type SeenSpan, traceOf, xrayTrace } from '../support/traces.ts';

const { api, staff: STAFF } = shopOutputs();
const shop = new ShopDriver(api);

/** What a function's span is called that no route or method names. */
const fn = (name: string) => `shop-${STAGE}-${name}`;
const consumer = (name: string) => `process ${fn(name)}`;

type Hop = readonly [hop: string, span: string, below: string];

/** How an order goes from function to function: what does it, and what caused that. docs/tracing.md shows the same table. */
const CONFIRMED: Hop[] = [
  ['function → DynamoDB', 'DynamoDB.TransactWriteItems', 'POST /orders'],
  ['function → Step Functions', 'SFN.StartExecution', 'POST /orders'],
  ['Step Functions → first step', fn('inventory-reserve-inventory'), 'SFN.StartExecution'],
  ['Step Functions → further step', fn('payments-charge-payment'), 'SFN.StartExecution'],
  ['Step Functions → last step', fn('orders-confirm-order'), 'SFN.StartExecution'],
  ['outbox record → publisher', 'publish order.created', 'POST /orders'],
  ['outbox record of a step → publisher', 'publish order.confirmed', fn('orders-confirm-order')],
  ['publisher → SNS', 'SNS.Publish', 'publish order.confirmed'],
  ['SNS → SQS → consumer', consumer('inventory-settle-reservation'), 'SNS.Publish'],
  ['SNS → SQS → last consumer', consumer('notifications-notify-order'), 'SNS.Publish'],
];
const CANCELLED: Hop[] = [
  ['Step Functions → step that refuses', fn('payments-charge-payment'), 'SFN.StartExecution'],
  ['Step Functions → undo', fn('inventory-release-inventory'), 'SFN.StartExecution'],
  ['Step Functions → end of the undo chain', fn('orders-cancel-order'), 'SFN.StartExecution'],
  ['outbox record of an undo → publisher', 'publish order.cancelled', fn('orders-cancel-order')],
];

/** Where traces are read: of X-Ray, what AWS's own services write stands between ours. */
const READ = { 'X-Ray': xrayTrace, OTLP: otlpTrace };

/** A trace as soon as these spans are in it. */
const whole = (read: (id: string) => Promise<SeenSpan[]>, id: string, names: string[]) =>
  until(
    async () => {
      const spans = await read(id);
      return names.every((name) => spans.some((span) => span.name === name)) ? spans : undefined;
    },
    { what: `${names.join(', ')} in the trace ${id}` },
  );

let customer: ShopUser;
let orders: TracedOrders;

beforeAll(async () => {
  customer = await shop.customer(5_000);
  orders = await placeTracedOrders(shop, customer);
});

describe.each(Object.entries(READ))('an order in %s', (_, read) => {
  describe.each([
    ['CONFIRMED', CONFIRMED],
    ['CANCELLED', CANCELLED],
  ] as const)('that is %s', (status, hops) => {
    let spans: SeenSpan[] = [];

    beforeAll(async () => {
      const last = consumer('notifications-notify-order');
      spans = await whole(read, orders[status].trace, [...hops.map(([, name]) => name), last]);
    });

    it('is one trace: all is below its request, and nothing is an orphan', () => {
      const ids = new Set(spans.map(({ id }) => id));
      const tops = spans.filter(({ parent }) => parent === undefined || !ids.has(parent));
      expect(tops.map(({ parent }) => parent)).toEqual([undefined]);
      const ours = spans.filter((span) => isOurs(span) && !causeOf(span, spans));
      expect(ours.map(({ name }) => name)).toEqual(['POST /orders']);
    });

    it.each(hops)('goes on: %s', (_hop, name, below) => {
      const causes = spans.filter((span) => span.name === name).map((span) => causeOf(span, spans)?.name);
      expect(causes).toContain(below);
    });

    it('has a link from each consumer to what was sent, and to its batch', async () => {
      const consumers = spans.filter((span) => span.name.startsWith('process '));
      expect(consumers.length).toBeGreaterThan(1);
      for (const one of consumers) {
        expect(one.links).toHaveLength(2);
        expect(one.links[0]).toBe(causeOf(one, spans)?.id);
      }
    });

    it('says which order it is, and what became of it', () => {
      const about = spans.flatMap(({ attributes }) => attributes['order.id'] ?? []);
      expect(new Set(about)).toEqual(new Set([orders[status].id]));
      const outcomes = spans.flatMap(({ attributes }) => attributes['order.outcome'] ?? []);
      expect(outcomes).toContain(status.toLowerCase());
      if (status === 'CANCELLED') expect(outcomes).toContain('InsufficientFunds');
    });

    it('holds nothing personal', () => {
      const text = JSON.stringify(spans);
      expect(text).not.toMatch(/@example|eyJ|"Ada"|customerId|password/i);
    });
  });
});

describe('a call between services', () => {
  it('is below its request, and says which instance it asked and how its breaker stood', async () => {
    const answer = await customer.call('GET /me');
    const call = 'users.v1.UserService/GetProfile';
    const spans = await whole(otlpTrace, traceOf(answer), ['GET /me', call]);
    const [asking, answering] = await until(
      async () => {
        const found = (await otlpTrace(traceOf(answer))).filter(({ name }) => name === call);
        const client = found.find(({ attributes }) => attributes['shop.call.instance']);
        const server = found.find(({ parent }) => parent === client?.id);
        return client && server && [client, server];
      },
      { what: 'both sides of the call' },
    );
    expect(causeOf(asking!, spans)?.name).toBe('GET /me');
    expect(asking!.attributes).toMatchObject({
      'rpc.system.name': 'connectrpc',
      'server.service.name': 'users',
      'shop.call.instance': expect.stringMatching(/^[ab]$/),
      'shop.call.breaker': 'CLOSED',
      'shop.call.retries': '0',
    });
    expect(answering!.attributes).toMatchObject({ 'faas.trigger': 'other', 'rpc.method': call });
    const invoked = (await otlpTrace(traceOf(answer))).find(
      ({ parent, name }) => parent === asking!.id && name === 'Lambda.Invoke',
    );
    expect(invoked?.attributes['faas.invoked_name']).toBe(
      fn(`users-rpc-${asking!.attributes['shop.call.instance']}`),
    );
  });
});

describe('who has only the trace, or only the order', () => {
  it('finds the trace of a caller who is in one', async () => {
    const trace = '5759e988bd862e3fe1be46a994272793';
    const traceparent = `00-${trace}-53995c3f42cd8ad8-01`;
    const answer = await shop.call('GET /products', { headers: { traceparent } });
    expect(traceOf(answer)).toBe(trace);
    const [span] = await whole(otlpTrace, trace, ['GET /products']);
    expect(span).toMatchObject({ name: 'GET /products', parent: '53995c3f42cd8ad8' });
  });

  it('reads it in a problem document', async () => {
    const answer = await customer.call('GET /orders/nothing');
    expect(answer.body.traceId).toBe(traceOf(answer));
  });

  it('reads it in what API Gateway itself refuses', async () => {
    const { body } = await shop.call('GET /nowhere');
    expect(body).toMatchObject({
      status: 404,
      traceId: expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    });
  });

  it('is told it by the saga of the order', async () => {
    const oncall = await shop.oncall(STAFF);
    const { id, trace } = orders.CONFIRMED;
    expect((await oncall.call(`GET /sagas/${id}`)).body).toMatchObject({ traceId: trace });
  });

  it('finds in the page on traces what is tried here', () => {
    const page = readFileSync(new URL('../../docs/tracing.md', import.meta.url), 'utf8');
    for (const [hop] of [...CONFIRMED, ...CANCELLED]) expect(page).toContain(`| ${hop} |`);
  });
});
