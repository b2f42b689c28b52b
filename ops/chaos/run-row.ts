import { keyText } from '../../functions/platform/key.ts';
import { poll } from '../../packages/command-line/wait.ts';
import { type Baseline, describeViolation, shopViolations } from '../../packages/ledger-invariants/index.ts';
import type { Item, StageRows } from '../ledger/rows.ts';
import type { ShopUser } from '../shop-driver/shop-user.ts';
import { type ChaosRow, type Outcome, type PlannedFault, TURNS, titleOf } from './rows.ts';
import type { ChaosShop } from './shop.ts';

/** A row with a product and a customer of its own, so that rows can run at once and be judged apart. */
export interface PreparedRow {
  row: ChaosRow;
  sku: string;
  buyer: ShopUser;
  funds: number;
}

export interface RowResult {
  row: ChaosRow;
  outcome: Outcome | 'none';
  /** What is wrong; empty when the row is green. */
  problems: string[];
  durationMs: number;
}

const PRICE = 1_000;
const QUANTITY = 2;
const ON_HAND = 10;

/** How long an order and all that follows from it may take (ms); 70 s of it a message waits that a consumer died over. */
const LIMIT_MS = 240_000;

/** Makes a product and a customer for a row. */
export async function prepare(shop: ChaosShop, row: ChaosRow, id: string): Promise<PreparedRow> {
  const sku = `chaos-${id}`;
  const cost = PRICE * QUANTITY;
  const funds = TURNS[row.turned]!.paysFor ? 3 * cost : cost - 1;
  await shop.addProduct(sku, { price: PRICE, onHand: ON_HAND });
  return { row, sku, buyer: await shop.addBuyer(funds), funds };
}

/** Plans the faults, places the order, and waits until all is over and as it should be, or the time is. */
export async function runRow(shop: ChaosShop, prepared: PreparedRow): Promise<RowResult> {
  const { row, sku, buyer } = prepared;
  const began = Date.now();
  const planned = [row.planned, ...TURNS[row.turned]!.planned];
  const result = (outcome: RowResult['outcome'], problems: string[]): RowResult => ({
    row,
    outcome,
    problems,
    durationMs: Date.now() - began,
  });
  try {
    await Promise.all(planned.map((fault, at) => shop.faults.plan(`${sku}.${at}`, [ruleOf(fault, sku)])));
    const { id } = await shop.place(buyer, sku, QUANTITY);
    await poll(() => shop.hasEnded(id), { timeoutMs: LIMIT_MS, everyMs: 500 });
    let state = await look(shop, prepared, planned, id);
    await poll(
      async () => {
        state = await look(shop, prepared, planned, id);
        return state.problems.length === 0;
      },
      { timeoutMs: Math.max(1, LIMIT_MS - (Date.now() - began)), everyMs: 1_000, slowing: true },
    );
    return result(state.outcome, state.problems);
  } catch (thrown) {
    return result('none', [`${titleOf(row)}: ${thrown instanceof Error ? thrown.message : thrown}`]);
  } finally {
    await Promise.all(planned.map((_, at) => shop.faults.clear(`${sku}.${at}`)));
  }
}

/** Which invariants these rows violate, once more when all of them are over. */
export async function lastingProblems(shop: ChaosShop, prepared: PreparedRow[]): Promise<string[]> {
  return violationsOf((await shop.read(0)).rows, prepared, await shop.earlier());
}

function violationsOf(rows: StageRows, prepared: PreparedRow[], earlier: ReadonlySet<string>): string[] {
  const baseline: Baseline = {
    onHand: new Map(prepared.map(({ sku }) => [sku, ON_HAND])),
    funds: new Map(prepared.map(({ buyer, funds }) => [buyer.id, funds])),
    earlier,
  };
  return shopViolations(rows, baseline).map(describeViolation);
}

/** The customer and the price are the order's own too, but the product is in events as well. */
const ruleOf = (fault: PlannedFault, sku: string) => ({ ...fault, match: sku });

async function look(shop: ChaosShop, prepared: PreparedRow, planned: PlannedFault[], orderId: string) {
  const { row, sku, buyer } = prepared;
  const [faults, ended, { rows, inventory }] = await Promise.all([
    Promise.all(planned.map((fault, at) => faultProblems(shop, fault, `${sku}.${at}`))),
    shop.hasEnded(orderId),
    shop.read(),
  ]);
  const outcome = outcomeOf(rows, orderId);
  const mine = rows.orders.filter(({ customerId }) => customerId === buyer.id);
  return {
    outcome,
    problems: [
      ...faults.flat(),
      ...(ended ? [] : [`the saga of ${orderId} has not ended`]),
      ...(outcome === row.outcome ? [] : [`the order is ${outcome}, not ${row.outcome}`]),
      ...(mine.length === 1 ? [] : [`${mine.length} orders were placed instead of one`]),
      ...violationsOf(rows, [prepared], await shop.earlier()),
      ...effectProblems(rows, inventory, { orderId, sku }),
    ],
  };
}

/** A fault that never came proves nothing; one that is not over may still do harm. */
async function faultProblems(
  shop: ChaosShop,
  { function: fn, fault }: PlannedFault,
  plan: string,
): Promise<string[]> {
  const applied = await shop.faults.applied(plan);
  if (applied.length === 0) return [`${fault} of ${fn} was never applied`];
  return applied.every(({ endedAt }) => endedAt) ? [] : [`${fault} of ${fn} is not over`];
}

function outcomeOf({ orders }: StageRows, orderId: string): RowResult['outcome'] {
  const order = orders.find(({ id }) => id === orderId);
  if (!order) return 'none';
  if (order.status !== 'PENDING') return order.status;
  return order.attention ? 'PARKED' : 'none';
}

/** The events of the order have done what they are for, each once. */
function effectProblems(
  rows: StageRows,
  inventory: Item[],
  { orderId, sku }: { orderId: string; sku: string },
): string[] {
  const { status, confirmedAt } = rows.orders.find(({ id }) => id === orderId) ?? {};
  const {
    ordered = 0,
    confirmed = 0,
    cancelled = 0,
  } = inventory.find(({ pk, sk }) => pk === keyText('STOCK', sku) && sk === 'DEMAND') ?? {};
  const expected = [QUANTITY, confirmedAt ? QUANTITY : 0, status === 'CANCELLED' ? QUANTITY : 0].join();
  const counted = [ordered, confirmed, cancelled].join();
  const held = rows.reservations.some((one) => one.orderId === orderId && one.status === 'HELD');
  return [
    ...(counted === expected
      ? []
      : [`ordered, confirmed, cancelled units are counted as ${counted}, not ${expected}`]),
    ...(status !== 'PENDING' && held ? ['the reservation is still HELD'] : []),
  ];
}
