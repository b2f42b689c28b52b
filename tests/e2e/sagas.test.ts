import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { saga } from '../../ops/saga/command.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { poll } from '../../packages/command-line/wait.ts';
import { clientConfig, until } from '../support/engine.ts';
import { abort, statesOf } from '../support/executions.ts';
import { invoke } from '../support/invoke.ts';
import { soundBalances } from '../support/ledger.ts';
import { Outage } from '../support/outage.ts';
import { scanService, shopOutputs } from '../support/outputs.ts';
import { parkByHand } from '../support/park-by-hand.ts';
import { printedBy } from '../support/printed.ts';
import { STAGE } from '../support/stage.ts';

const outputs = shopOutputs();
const shop = new ShopDriver(outputs.api);
const outage = new Outage();
const CUP = 'espresso-cup';
const FUNDS = 10_000;
const UNDO_CHAIN = ['RefundPayment', 'ReleaseInventory', 'CancelOrder'];

const balanceOf = async ({ id }: ShopUser) => soundBalances(await scanService('payments')).get(id);
const statusOf = async (customer: ShopUser, id: string) =>
  (await customer.call(`GET /orders/${id}`)).body.status;

afterEach(() => {
  vi.unstubAllEnvs();
  return outage.end();
});

/** An order whose execution was aborted while it was at a state; with `done`, that state's work is done all the same. */
async function aborted(customer: ShopUser, [away, state, done]: readonly [string, string, boolean]) {
  await outage.begin(away);
  const { body } = await customer.order([{ sku: CUP, quantity: 2 }]);
  await until(async () => (await statesOf(outputs.saga, body.id))?.includes(state), {
    what: `it to be at ${state}`,
  });
  await abort(outputs.saga, body.id, async () => {
    if (done) await outage.end();
  });
  expect(await statusOf(customer, body.id)).toBe('PENDING');
  return body.id;
}

/**
 * Calls the reconciler until what it is to do is done; its schedule may have been quicker.
 *
 * @throws Error when it fails, which nothing here makes it do.
 */
async function reconciled(what: string, done: (tally: Record<string, number>) => unknown): Promise<void> {
  const found = await poll(
    async () => done((await invoke('orders-reconcile-orders')) as Record<string, number>),
    { timeoutMs: 60_000, everyMs: 500 },
  );
  expect(found, what).toBeTruthy();
}

const redriven = (id: string) =>
  reconciled('the order to be redriven', () => statesOf(outputs.undo, `${id}.redrive.1`));

describe('an execution that is aborted', () => {
  it.each([
    ['while it confirms the order', ['orders-confirm-order', 'ConfirmOrder', false]],
    ['when the money was taken', ['payments-charge-payment', 'ChargePayment', true]],
    ['when the goods were held', ['inventory-reserve-inventory', 'ReserveInventory', true]],
  ] as const)('%s: the reconciler undoes it', async (_, where) => {
    const customer = await shop.customer(FUNDS);
    const before = await shop.stock(CUP);
    const id = await aborted(customer, where);
    await redriven(id);

    expect(await customer.settled(id)).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'TechnicalFailure' },
    });
    expect(await statesOf(outputs.undo, `${id}.redrive.1`)).toEqual(UNDO_CHAIN);
    expect(await shop.stock(CUP)).toEqual(before);
    expect(await balanceOf(customer)).toBe(FUNDS);
  });

  it('while a service is away that would have to be asked: it is left as it is until that is back', async () => {
    const customer = await shop.customer(FUNDS);
    const id = await aborted(customer, ['payments-charge-payment', 'ChargePayment', true]);
    await outage.begin('payments-inspect-charge');
    await reconciled('payments to be found away', (tally) => tally.wait);
    expect(await statesOf(outputs.undo, `${id}.redrive.1`)).toBeUndefined();

    await outage.end();
    await redriven(id);
    expect((await customer.settled(id)).status).toBe('CANCELLED');
    expect(await balanceOf(customer)).toBe(FUNDS);
  });
});

describe('a parked order', () => {
  let oncall: ShopUser;
  beforeAll(async () => {
    oncall = await shop.oncall(outputs.staff);
  });

  it('is listed, shown, and redriven by on-call staff', async () => {
    const customer = await shop.customer(FUNDS);
    const before = await shop.stock(CUP);
    const { body: order } = await customer.order([{ sku: CUP, quantity: 2 }]);
    await customer.settled(order.id);
    await parkByHand(order.id);

    const { data: list } = await oncall.client.listSagas({ query: { limit: 100 }, throwOnError: true });
    expect(list.items.map(({ orderId }) => orderId)).toContain(order.id);
    const path = { orderId: order.id };
    const { data: saga } = await oncall.client.getSaga({ path, throwOnError: true });
    expect(saga).toMatchObject({
      attention: true,
      failures: [{ step: 'turned around' }, { step: 'RefundPayment', error: 'Down' }],
      executions: [{ name: order.id, status: 'SUCCEEDED' }],
    });

    const answers = await Promise.all([1, 2].map(() => oncall.client.redriveSaga({ path })));
    for (const { response } of answers) expect([202, 409]).toContain(response?.status);
    expect(answers.some(({ response }) => response?.status === 202)).toBe(true);
    expect(await customer.settled(order.id)).toMatchObject({ status: 'CANCELLED' });
    expect(await customer.settled(order.id)).not.toHaveProperty('attention');
    expect(await shop.stock(CUP)).toEqual(before);
    expect(await balanceOf(customer)).toBe(FUNDS);
    const { data: after } = await oncall.client.getSaga({ path, throwOnError: true });
    expect(after).toMatchObject({
      status: 'CANCELLED',
      redrives: 1,
      executions: [{ name: order.id }, { name: `${order.id}.redrive.1` }],
    });
    expect((await oncall.client.redriveSaga({ path })).response?.status).toBe(409);
  });
});

describe('npm run saga', () => {
  const ask = async (...args: string[]): Promise<string> =>
    (await printedBy(saga, ...args, '--stage', STAGE)).printed;

  it('lists, shows, explains and redrives a parked order', async () => {
    const customer = await shop.customer(FUNDS);
    const before = await shop.stock(CUP);
    const { body: order } = await customer.order([{ sku: CUP, quantity: 1 }]);
    await customer.settled(order.id);
    await parkByHand(order.id);
    await new SQSClient(clientConfig()).send(
      new SendMessageCommand({
        QueueUrl: outputs.parked,
        MessageBody: JSON.stringify({ orderId: order.id }),
      }),
    );

    expect(await ask('list')).toMatch(new RegExp(`${order.id}  parked since .* RefundPayment: Down`));
    const shown = await ask('show', order.id);
    expect(shown).toContain('order        PENDING, waits for manual intervention');
    expect(shown).toMatch(new RegExp(`execution    ${order.id}  SUCCEEDED`));
    expect(shown).toContain('message      on orders-parked');
    const told = await ask('explain', order.id);
    for (const part of [
      'event order.created (1)',
      `execution ${order.id} begins`,
      'ReserveInventory',
      'holds 1 espresso-cup',
      'ChargePayment',
      'books a charge: customer -12.50 EUR, sales +12.50 EUR',
      'event payment.charged (1)',
      'event order.confirmed (2)',
      'is parked: it waits for manual intervention',
      '12.50 EUR charged and 1 espresso-cup held: RefundPayment failed (Down)',
    ])
      expect(told).toContain(part);

    const redriven = await ask('redrive', order.id);
    expect(redriven).toContain(`${order.id}.redrive.1 has begun`);
    expect(redriven).toContain(`order ${order.id} is CANCELLED, and 1 messages about it were taken away`);
    expect(await shop.stock(CUP)).toEqual(before);
    expect(await balanceOf(customer)).toBe(FUNDS);
    expect(await ask('list')).not.toContain(order.id);
    expect(await ask('explain', order.id)).toContain('books a refund: customer +12.50 EUR, sales -12.50 EUR');
    await expect(ask('redrive', order.id)).rejects.toThrow(/is not redriven. The order is CANCELLED/);
  });

  it.each(['show', 'explain', 'redrive'])('%s refuses an order that is not there', async (action) => {
    await expect(ask(action, '01a21b8e-208c-7698-9d13-6aefd6116b9d')).rejects.toThrow(
      /there is no order "01a21b8e-[^"]*" on stage test-shop/,
    );
  });

  it('says that a stage has no sagas', async () => {
    await expect(saga.run(['list', '--stage', 'test-nowhere'])).rejects.toThrow(
      /the stage test-nowhere has no order saga/,
    );
  });
});

describe('alarms', () => {
  it('ring for every bad end of an execution, for what repairs orders, and when that is called no more', async () => {
    const cloudWatch = new CloudWatchClient(clientConfig());
    const alarms = new Map<string | undefined, string | undefined>();
    for await (const page of paginateDescribeAlarms({ client: cloudWatch }, {}))
      for (const { AlarmName, MetricName, Dimensions = [] } of page.MetricAlarms ?? [])
        alarms.set(AlarmName, `${MetricName} of ${Dimensions[0]?.Value}`);

    const named = (name: string) => `shop-test-shop-${name}`;
    for (const [machine, arn] of [
      ['order-saga', outputs.saga],
      ['order-undo', outputs.undo],
    ] as const)
      for (const end of ['Failed', 'TimedOut', 'Aborted'])
        expect(alarms.get(named(`${machine}-${end.toLowerCase()}`))).toBe(`Executions${end} of ${arn}`);
    for (const fn of ['reconcile-orders', 'clear-parked']) {
      expect(alarms.get(named(`orders-${fn}-errors`))).toBe(`Errors of ${named(`orders-${fn}`)}`);
      expect(alarms.get(named(`orders-${fn}-missing`))).toBe(`Invocations of ${named(`orders-${fn}`)}`);
    }
  });
});
