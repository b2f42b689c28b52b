import { checkLedger } from '../../../functions/payments/ledger-check.ts';
import { PRODUCTS, type Schedule } from '../schedule.ts';
import type { World } from '../world/world.ts';
import { messageProblems } from './messages.ts';
import { orderProblems } from './orders.ts';
import { type Books, readBooks } from './read.ts';

/**
 * What has to be true after every run, whatever happened in it.
 *
 * @returns what is not, one sentence each.
 */
export function checkBooks(world: World, schedule: Schedule): string[] {
  const books = readBooks(world);
  const problems = [
    ...world.astray,
    ...stockProblems(books),
    ...moneyProblems(books, schedule),
    ...orderProblems(world, books, schedule),
    ...messageProblems(world, books),
    ...executionProblems(world),
  ];
  return problems.map((problem) => world.shown(problem));
}

/** Units are conserved, and what is reserved is what the reservations hold. */
function stockProblems({ stock, reservations, events }: Books): string[] {
  const problems: string[] = [];
  for (const [sku, { onHand }] of Object.entries(PRODUCTS)) {
    const { available, reserved, lowSequence = 0, headroom } = stock.get(sku)!;
    const lows = events.inventory!.filter(
      ({ type, subject }) => type === 'stock.low' && subject === `stock:${sku}`,
    );
    const held = [...reservations.values()]
      .filter(({ status }) => status === 'HELD' || status === 'COMMITTED')
      .flatMap(({ items }) => items.filter((item) => item.sku === sku))
      .reduce((sum, { quantity }) => sum + quantity, 0);
    if (available + reserved !== onHand)
      problems.push(`stock of ${sku}: ${available} available and ${reserved} reserved of ${onHand}`);
    if (held !== reserved) problems.push(`stock of ${sku}: ${reserved} reserved, reservations hold ${held}`);
    if (lows.length !== lowSequence || (headroom < 0 && lowSequence === 0))
      problems.push(`stock of ${sku}: ${lows.length} times told as low, by its row ${lowSequence}`);
    if (available < 0) problems.push(`stock of ${sku} is below zero: ${available}`);
  }
  return problems;
}

/** The ledger adds up, and what customers do not have any more is what confirmed orders cost. */
function moneyProblems({ payments, charges }: Books, { balances }: Schedule): string[] {
  const { problems, balances: now } = checkLedger(payments);
  const paid = [...charges.values()]
    .filter(({ status }) => status === 'CHARGED')
    .reduce((sum, { money }) => sum + (money?.amount ?? 0), 0);
  const before = balances.reduce((sum, balance) => sum + balance, 0);
  const after = [...now.values()].reduce((sum, balance) => sum + balance, 0);
  return before === after + paid
    ? problems
    : [...problems, `customers had ${before}, have ${after}, and were charged ${paid}`];
}

/** Every execution has ended, and none by the time limit on the whole. */
const executionProblems = ({ executions }: World): string[] =>
  [...executions.all].flatMap(([name, { outcome }]) => {
    if (!outcome) return [`the saga of ${name} never ended`];
    return outcome.status === 'TIMED_OUT' ? [`the saga of ${name} ran out of time`] : [];
  });
