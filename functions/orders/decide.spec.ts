import { describe, expect, it } from 'vitest';
import type { ChargeFound, ReservationFound } from '../contracts/saga-inspection.ts';
import type { Facts } from './contradictions.ts';
import { type Decision, decide, REDRIVES, UNAVAILABLE_LIMIT_MS } from './decide.ts';
import type { Execution } from './executions.ts';
import type { Order } from './order.ts';

const total = { amount: 300, currency: 'EUR' };
const items = [{ sku: 'cup', quantity: 3, unitPrice: { amount: 100, currency: 'EUR' } }];
const at = '2026-01-01T00:00:00.000Z';
const wish = { cancellation: { by: 'customer' as const, at } };
const wasConfirmed = { confirmedAt: at, ...wish };

const run = (name: string, status: string): Execution => ({ name, machine: 'saga', status });
const saga = (status: string) => ({ saga: run('o', status) });
const cancel = (status: string) => ({ cancel: run('o.cancel', status) });
const redrive = (n: number, status: string) => ({ redrive: run(`o.redrive.${n}`, status) });

const held: ReservationFound = { status: 'HELD', items: [{ sku: 'cup', quantity: 3 }] };
const charged: ChargeFound = { status: 'CHARGED', customerId: 'c', money: total };

interface Given extends Partial<Omit<Facts, 'order'>> {
  order?: Partial<Order>;
}

const facts = ({ order, ...given }: Given): Facts => ({
  order: {
    id: 'o',
    customerId: 'c',
    status: 'PENDING',
    items,
    total,
    createdAt: at,
    sequence: 1,
    ...order,
  },
  executions: {},
  reservation: { status: 'NONE', items: [] },
  charge: { status: 'NONE' },
  pendingMs: 7 * 60 * 60_000,
  ...given,
});

type Row = [what: string, given: Given, action: Decision['action'], detail?: object];

const ROWS: Row[] = [
  // Not its business.
  ['a confirmed order', { order: { status: 'CONFIRMED' }, executions: saga('ABORTED') }, 'leave'],
  ['a cancelled order', { order: { status: 'CANCELLED' }, executions: saga('FAILED') }, 'leave'],
  ['a parked order', { order: { attention: true }, executions: saga('FAILED') }, 'leave'],
  ['a saga that runs', { executions: saga('RUNNING') }, 'leave'],
  ['a saga that AWS runs again', { executions: saga('PENDING_REDRIVE') }, 'leave'],
  [
    'a cancellation that runs',
    { order: wasConfirmed, executions: { ...saga('SUCCEEDED'), ...cancel('RUNNING') } },
    'leave',
  ],
  [
    'a redrive that runs',
    { order: { redrives: 1 }, executions: { ...saga('ABORTED'), ...redrive(1, 'RUNNING') } },
    'leave',
  ],
  [
    'a saga that runs while its stock looks odd',
    { executions: saga('RUNNING'), reservation: { ...held, items: [] } },
    'leave',
  ],

  // Never begun.
  ['a saga that was never started', {}, 'start'],
  ['one that was never started and is to be cancelled', { order: wish }, 'undo', { redrive: 1 }],
  ['one without executions that has taken stock', { reservation: held }, 'undo', { redrive: 1 }],
  [
    'one without executions that has taken money',
    { reservation: held, charge: charged },
    'undo',
    { redrive: 1 },
  ],
  [
    'one without executions that was undone before',
    { reservation: { status: 'VOIDED', items: [] } },
    'undo',
    { redrive: 1 },
  ],
  [
    'a cancellation that was never started',
    {
      order: wasConfirmed,
      executions: saga('SUCCEEDED'),
      reservation: { ...held, status: 'COMMITTED' },
      charge: charged,
    },
    'start-cancellation',
  ],
  [
    'one whose executions are forgotten',
    { order: wasConfirmed, reservation: held, charge: charged },
    'start-cancellation',
  ],

  // Ended, and the order is pending.
  ...['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].map(
    (status): Row => [
      `a saga that has ${status}`,
      { executions: saga(status), reservation: held, charge: charged },
      'undo',
      { redrive: 1 },
    ],
  ),
  [
    'a cancellation that failed',
    {
      order: wasConfirmed,
      executions: { ...saga('SUCCEEDED'), ...cancel('FAILED') },
      reservation: held,
      charge: charged,
    },
    'undo',
    { redrive: 1 },
  ],
  [
    'a refund that was done, and no more',
    { executions: saga('ABORTED'), reservation: held, charge: { ...charged, status: 'REFUNDED' } },
    'undo',
    { redrive: 1 },
  ],
  [
    'a first redrive that failed',
    { order: { redrives: 1 }, executions: { ...saga('FAILED'), ...redrive(1, 'FAILED') } },
    'undo',
    { redrive: 2 },
  ],
  [
    'a redrive that was counted and not started',
    { order: { redrives: 2 }, executions: saga('FAILED') },
    'undo',
    { redrive: 2 },
  ],
  [
    'the last one that was counted and not started',
    { order: { redrives: REDRIVES }, executions: saga('FAILED') },
    'undo',
    { redrive: REDRIVES },
  ],
  [
    'redrives enough',
    { order: { redrives: REDRIVES }, executions: { ...saga('FAILED'), ...redrive(REDRIVES, 'FAILED') } },
    'park',
  ],

  // Nobody knows.
  [
    'inventory unavailable',
    { executions: saga('ABORTED'), reservation: 'unavailable' },
    'wait',
    { why: 'inventory cannot be asked' },
  ],
  [
    'payments unavailable',
    { executions: saga('ABORTED'), charge: 'unavailable' },
    'wait',
    { why: 'payments cannot be asked' },
  ],
  [
    'both unavailable, and never started',
    { reservation: 'unavailable', charge: 'unavailable' },
    'wait',
    { why: 'inventory and payments cannot be asked' },
  ],
  [
    'inventory unavailable for a day',
    { executions: saga('ABORTED'), reservation: 'unavailable', pendingMs: UNAVAILABLE_LIMIT_MS + 1 },
    'park',
  ],
  [
    'inventory unavailable after redrives enough',
    { order: { redrives: REDRIVES }, executions: redrive(REDRIVES, 'FAILED'), reservation: 'unavailable' },
    'park',
  ],

  // It cannot be.
  [
    'confirmed, pending, and nobody wants it cancelled',
    { order: { confirmedAt: at }, executions: saga('SUCCEEDED') },
    'park',
  ],
  [
    'stock that is committed without a confirmation',
    { executions: saga('ABORTED'), reservation: { ...held, status: 'COMMITTED' } },
    'park',
  ],
  [
    'other stock than it asks for',
    { executions: saga('ABORTED'), reservation: { ...held, items: [{ sku: 'cup', quantity: 2 }] } },
    'park',
    { why: 'inventory holds 2 cup for it, and it asks for 3 cup' },
  ],
  [
    'another amount than its total',
    { executions: saga('ABORTED'), charge: { ...charged, money: { amount: 299, currency: 'EUR' } } },
    'park',
    { why: '299 EUR were charged for it, and its total is 300 EUR' },
  ],
  [
    'another currency',
    { executions: saga('ABORTED'), charge: { ...charged, money: { amount: 300, currency: 'USD' } } },
    'park',
  ],
  [
    "another customer's money",
    { executions: saga('ABORTED'), charge: { ...charged, customerId: 'd' } },
    'park',
  ],
  [
    'a contradiction that a service that is unavailable does not hide',
    { executions: saga('ABORTED'), reservation: 'unavailable', charge: { ...charged, customerId: 'd' } },
    'park',
  ],
];

describe('decide', () => {
  it.each(ROWS)('%s', (_, given, action, detail = {}) => {
    expect(decide(facts(given))).toMatchObject({ action, why: expect.stringMatching(/\w/), ...detail });
  });

  it.each<[string, Given, string]>([
    [
      'what inventory refused it for',
      { reservation: { status: 'VOIDED', items: [], refusal: 'OutOfStock' } },
      'OutOfStock',
    ],
    [
      'what payments refused it for',
      { charge: { status: 'VOIDED', refusal: 'InsufficientFunds' } },
      'InsufficientFunds',
    ],
    [
      'what it was parked for',
      { order: { stranded: { failure: { Error: 'ChargeVoided' } } }, reservation: held },
      'ChargeVoided',
    ],
    ['that it was not finished', { reservation: held }, 'Unfinished'],
  ])('tells the undo %s', (_, given, name) => {
    expect(decide(facts({ executions: saga('FAILED'), ...given }))).toMatchObject({
      action: 'undo',
      failure: { Error: name },
    });
  });
});
