import { describe, expect, it } from 'vitest';
import { UNAIDED } from '../directed.ts';
import { prove } from '../proven.ts';
import { run, SAGA } from '../run.ts';
import { brokenSagas } from './arrows.ts';
import { conditionsOf, schedulesAgainst, withoutConditions } from './conditions.ts';

const directed = Object.values(UNAIDED);
const STEPS = ['ReserveInventory', 'ChargePayment', 'ConfirmOrder'];

async function expectCaught(broken: Parameters<typeof run>[1]): Promise<void> {
  for (const schedule of directed) {
    const { problems } = await run(schedule, { ...broken, reconciled: false });
    if (problems.length > 0) return;
  }
  expect.unreachable('every schedule kept the invariants');
}

describe('no seeded defect survives: a saga that is broken on purpose is caught', () => {
  it.each(brokenSagas(SAGA, STEPS))('$what', ({ definition }) => expectCaught({ definition }));

  it.each(['ReleaseInventory', 'CancelOrder'])('the undo of a confirmed order begins at %s', (undoEntry) =>
    expectCaught({ undoEntry }),
  );
});

/**
 * Conditions that another one of the same transaction makes up for; dropped together they are caught. By how a
 * condition begins: function, kind of write, form of the key.
 */
const TWICE_HELD: string[][] = [
  [
    'reserve-inventory: Put STOCK/EVENT',
    'reserve-inventory: Update STOCK/STOCK if available >= :quantity AND attribute_not_exists(retired) AND version',
  ],
  ['cancel-order: Update ORDER/ORDER', 'cancel-order: Put ORDER/EVENT'],
  ['confirm-order: Put ORDER/EVENT', 'confirm-order: Update ORDER/ORDER'],
  [
    'request-cancellation: Update ORDER/ORDER if #sequence = :seen AND attribute_not_exists(attention)',
    'request-cancellation: Update ORDER/ORDER if #sequence = :seen AND attribute_exists(attention)',
    'request-cancellation: Put ORDER/EVENT',
  ],
  [
    'charge-payment: Put TX/TX',
    'charge-payment: Put TX/ENTRY',
    'charge-payment: Put ACCOUNT/ENTRY',
    'charge-payment: Put TX/EVENT',
  ],
  [
    'refund-payment: Update TX/TX',
    'refund-payment: Put TX/TX',
    'refund-payment: Put TX/ENTRY',
    'refund-payment: Put ACCOUNT/ENTRY',
    'refund-payment: Put TX/EVENT',
  ],
];

/**
 * Conditions that nothing in the shop can make false: they guard against rows that people have changed by hand, and
 * against an id that is given twice.
 */
const GUARDS = [
  'release-inventory: Update STOCK/STOCK',
  'refund-payment: Update ACCOUNT/ACCOUNT',
  'place-order: Put ORDER/ORDER',
  'place-order: Put ORDER/EVENT',
];

/** These are caught by themselves too, although they stand above. */
const ALONE = ['charge-payment: Put TX/TX', 'refund-payment: Put TX/TX', 'confirm-order: Update ORDER/ORDER'];

const known = [...TWICE_HELD.flat(), ...GUARDS].filter((site) => !ALONE.includes(site));
const conditions = await conditionsOf([
  ...directed,
  ...(await schedulesAgainst('charge-payment')),
  ...(await schedulesAgainst('cancel-order')),
]);

const writerOf = (site: string) => site.split(':')[0]!;

async function caught(sites: string[]): Promise<boolean> {
  for (const schedule of await schedulesAgainst(writerOf(sites[0]!)))
    if ((await withoutConditions(schedule, sites)).length > 0) return true;
  return false;
}

describe('nothing is reported where no defect is seeded', () => {
  it.each(Object.entries(UNAIDED))('%s', (_, schedule) => prove(schedule, { reconciled: false }));

  it.each([...new Set(conditions.map(writerOf))])('what is tried against %s', async (writer) => {
    for (const schedule of await schedulesAgainst(writer)) await prove(schedule, { reconciled: false });
  });
});

describe('no seeded defect survives: a condition that is not looked at is caught', () => {
  it.each(conditions)('%s', async (site) => {
    const madeUpFor = known.some((beginning) => site.startsWith(beginning));
    expect(madeUpFor || (await caught([site]))).toBe(true);
  });

  it.each(TWICE_HELD)('together: %s and %s', async (...beginnings) => {
    const sites = conditions.filter((site) => beginnings.some((one) => site.startsWith(one)));
    expect(sites).toHaveLength(beginnings.length);
    expect(await caught(sites)).toBe(true);
  });
});
