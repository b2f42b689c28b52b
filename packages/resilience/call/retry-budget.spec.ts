import { describe, expect, it } from 'vitest';
import { RetryBudget } from './retry-budget.ts';

/** How many retries it allows right now. */
function spendAll(budget: RetryBudget): number {
  let spent = 0;
  while (budget.spend()) spent += 1;
  return spent;
}

describe('RetryBudget', () => {
  it.each([
    ['nothing but the reserve', 0, 10],
    ['a fifth of the calls beside it', 100, 30],
    ['no part of a retry', 4, 10],
  ])('allows %s', (_, calls, retries) => {
    const budget = new RetryBudget({ now: () => 0 });
    for (let call = 0; call < calls; call += 1) budget.earn();

    expect(spendAll(budget)).toBe(retries);
  });

  it('forgets after 10 s what was earned and what was spent', () => {
    let now = 0;
    const budget = new RetryBudget({ now: () => now });
    for (let call = 0; call < 100; call += 1) budget.earn();
    now = 9_000;
    spendAll(budget);

    now = 18_000;
    expect(spendAll(budget)).toBe(0);
    now = 19_000;
    expect(spendAll(budget)).toBe(10);
  });

  it('has none without a share and a reserve', () => {
    const budget = new RetryBudget({ share: 0, reservePerSecond: 0 });
    budget.earn();

    expect(budget.spend()).toBe(false);
  });

  it('counts no failure of arithmetic: ten calls at a tenth are one retry', () => {
    const budget = new RetryBudget({ share: 0.1, reservePerSecond: 0, now: () => 0 });
    for (let call = 0; call < 10; call += 1) budget.earn();

    expect(spendAll(budget)).toBe(1);
  });
});
