import { randomBytes } from 'node:crypto';
import type { Rule } from '@serverless-orders/localstack';
import type { Report } from '../../packages/command-line/progress.ts';
import { describePath, type Visit } from '../executions/path.ts';
import { bodyOf } from '../shop-driver/answer.ts';
import type { ShopUser } from '../shop-driver/shop-user.ts';
import type { ChaosShop } from './shop.ts';

/** Step Functions, Standard workflows, us-east-1: dollars for a million transitions. */
const PER_MILLION = 25;
const PRICE = 1_000;
const QUANTITY = 2;
const ON_HAND = 10;

/** A way for an order to end, and what brings it about. */
interface Ending {
  title: string;
  quantity?: number;
  funds?: number;
  faults?: Omit<Rule, 'match'>[];
  /** When the customer cancels. */
  cancels?: 'at once' | 'after the confirmation';
}

const always = (name: string) => ({ function: name, times: 'always', fault: 'kill-before' }) as const;

const ENDINGS: Ending[] = [
  { title: 'confirmed' },
  {
    title: 'confirmed, one step had to be tried twice',
    faults: [{ function: 'charge-payment', fault: 'kill-after' }],
  },
  { title: 'refused: OutOfStock', quantity: ON_HAND + 1, funds: 100 * PRICE },
  { title: 'refused: InsufficientFunds', funds: 1 },
  {
    title: 'cancelled by the customer while pending',
    faults: [{ function: 'charge-payment', fault: 'delay', ms: 8_000 }],
    cancels: 'at once',
  },
  { title: 'cancelled by the customer after the confirmation', cancels: 'after the confirmation' },
  { title: 'cancelled: ConfirmOrder fails for good', faults: [always('confirm-order')] },
  { title: 'parked: CancelOrder fails for good', funds: 1, faults: [always('cancel-order')] },
];

/** What one order cost, read from the histories of its executions. */
export interface Cost {
  title: string;
  path: Visit[];
  /** States that were entered. */
  entered: number;
  /** What AWS bills: a transition for every execution of a step, retries included. */
  billed: number;
  /** Invocations of saga steps, also those that failed. */
  invocations: number;
}

/** Places one real order for every way to end, and reads what each took. */
export async function measureCosts(options: { shop: ChaosShop; report: Report }): Promise<Cost[]> {
  const { shop, report } = options;
  const run = randomBytes(3).toString('hex');
  const costs: Cost[] = [];
  for (const [index, ending] of ENDINGS.entries()) {
    report(ending.title);
    const sku = `costs-${run}-${index}.`;
    await shop.addProduct(sku, { price: PRICE, onHand: ON_HAND });
    const buyer = await shop.addBuyer(ending.funds ?? 10 * PRICE);
    const rules = (ending.faults ?? []).map((rule) => ({ ...rule, match: sku }) as Rule);
    if (rules.length > 0) await shop.faults.plan(sku, rules);
    costs.push(costOf(ending.title, await pathOf(shop, { ending, sku, buyer })));
    if (rules.length > 0) await shop.faults.clear(sku);
  }
  return costs;
}

async function pathOf(
  shop: ChaosShop,
  { ending, sku, buyer }: { ending: Ending; sku: string; buyer: ShopUser },
): Promise<Visit[]> {
  const { id } = await shop.place(buyer, sku, ending.quantity ?? QUANTITY);
  const cancel = async () => bodyOf('POST /orders/{id}/cancel', await buyer.cancel(id));
  if (ending.cancels === 'at once') await cancel();
  const path = await shop.path(id);
  if (ending.cancels !== 'after the confirmation') return path;
  await cancel();
  return [...path, ...(await shop.path(`${id}.cancel`, shop.outputs.undo))];
}

/** Counts a path: a step that was tried three times was executed three times, a state without a task once. */
export function costOf(title: string, path: Visit[]): Cost {
  const sum = (count: (visit: Visit) => number) => path.reduce((total, visit) => total + count(visit), 0);
  return {
    title,
    path,
    entered: path.length,
    billed: sum(({ attempts }) => Math.max(1, attempts)),
    invocations: sum(({ attempts }) => attempts),
  };
}

/** The figures as a page. */
export function costsPage(costs: Cost[]): string {
  const rows = costs.map(
    ({ title, entered, billed, invocations, path }) =>
      `| ${title} | ${entered} | ${billed} | $${(billed * PER_MILLION).toLocaleString('en')} | ${invocations} | ${describePath(path)} |`,
  );
  return `# What an order costs in the saga

Written by \`npm run chaos -- costs --write\`: one real order of each kind on the local engine, read from the histories of
its executions. An order that is cancelled after its confirmation has two.

AWS bills Standard workflows by transitions: one each time a step is executed, retries included
([pricing](https://aws.amazon.com/step-functions/pricing/)), at $${PER_MILLION} a million in us-east-1. So what is billed is every
state that was entered, and every attempt after the first. Invocations are those of the saga's steps; what starts the saga and
carries its events comes on top, and is the same for each order.

| order | states entered | billed transitions | a million such orders | Lambda invocations | path |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
