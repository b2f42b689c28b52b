import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { SHARDS } from '../../functions/platform/shards.ts';
import { inRoot } from '../../paths.ts';
import { configOf } from '../../stages.ts';
import { lambdaTime } from '../cost/bill.ts';
import { total } from '../cost/figures.ts';
import { orderFigures } from '../cost/order-figures.ts';
import { capacity, rowsOf } from './command.ts';
import { climb, type Rung, scarce } from './ladder.ts';
import { AT_FIRST, shopOf } from './shop.ts';
import { rateLimited, seeded, simulate, taken, workers } from './simulation.ts';

const { confirmed } = orderFigures();

/** What an order takes at first, and by the resource's name. */
const TAKEN = taken(shopOf(AT_FIRST, confirmed, seeded(1)));
const RESOURCES = [...TAKEN.keys()];
const sums = new Map([...TAKEN].map(([{ name }, amount]) => [name, amount]));

describe('A resource', () => {
  it('that is limited in its rate lets one after the other begin', () => {
    const quota = rateLimited('quota', 10);
    expect([0, 0, 0, 5].map((at) => quota.take(at, 1))).toEqual([0, 0.1, 0.2, 5]);
    expect([5, 5.05, 6].map((at) => quota.wait(at).toFixed(2))).toEqual(['0.10', '0.05', '0.00']);
  });

  it('with partitions makes those wait that ask the same one', () => {
    let asked = 0;
    const table = rateLimited('table', 10, { count: 2, most: 0.5, next: () => asked });
    table.take(0, 5);
    asked = 1;
    expect(table.take(0, 1)).toBe(0);
    asked = 0;
    expect(table.take(0, 1)).toBe(0.5);
  });

  it('of workers is done when one of them has had the time for it', () => {
    const two = workers('two', 2);
    expect([100, 50, 10, 10].map((ms) => two.take(0, ms).toFixed(2))).toEqual([
      '0.10',
      '0.05',
      '0.06',
      '0.07',
    ]);
    expect(two.wait(0).toFixed(2)).toBe('0.07');
  });

  // Pollaczek and Khinchine: a queue of one worker that is busy for a share of the time makes wait for
  // share / (2 (1 - share)) times what a thing takes.
  it.each([0.5, 0.8, 0.9])(
    'makes wait as queueing theory says, when it is busy for %f of the time',
    (share) => {
      const waits: number[] = [];
      const worker = workers('worker', 1);
      const noting = {
        ...worker,
        take(at: number, ms: number) {
          waits.push(worker.wait(at));
          return worker.take(at, ms);
        },
      };
      simulate({ resource: noting, amount: 10, after: [] }, share * 100, 2_000, seeded(7));
      const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
      expect(mean / ((0.01 * share) / (2 * (1 - share)))).toBeCloseTo(1, 1);
    },
  );
});

describe("An order's way", () => {
  it('takes what was counted of one', () => {
    const written = Object.entries(confirmed.writeUnits);
    const units = (table: string) =>
      written.reduce((sum, [who, count]) => (who.endsWith(` ${table}`) ? sum + count : sum), 0);
    for (const table of ['Orders', 'Inventory', 'Payments', 'Notifications', 'Orders.ByCustomer'])
      expect([table, sums.get(`table ${table}`)]).toEqual([table, units(table)]);
    for (const index of ['Orders.Waiting', 'Inventory.Held'])
      expect([index, sums.get(`index ${index}`)]).toEqual([index, units(index)]);
    // Counting lines of metrics writes as well.
    expect(sums.get('table Telemetry')).toBeGreaterThan(units('Telemetry'));
    expect(sums.get('StartExecution')).toBe(
      confirmed.calls['orders-place-order stepfunctions StartExecution']! + 1,
    );
    expect(sums.get('state transitions')).toBe(total(confirmed, 'transitions'));
    expect(sums.get('SNS, Publish')).toBe(total(confirmed, 'publishes'));
    expect(sums.get('API, the stage')).toBe(total(confirmed, 'apiRequests'));
  });

  it('takes as long of functions as is billed in batches of ten, of each consumer and publisher its part', () => {
    const counting = sums.get('function telemetry-count-metrics')!;
    const { ms } = lambdaTime(confirmed, 10);
    expect(sums.get('Lambda, concurrent executions')! + counting).toBeCloseTo(ms);
    expect(counting).toBeCloseTo((total(confirmed, 'metricLines') / 10) * (3 + 7));

    const msOf = (fn: string) => {
      const calls = Object.entries(confirmed.calls).filter(([who]) => who.startsWith(`${fn} `));
      return calls.reduce((sum, [, times]) => sum + 7 * times, (3 / 10) * confirmed.invocations[fn]!);
    };
    for (const fn of Object.keys(confirmed.messages))
      expect([fn, sums.get(`consumer ${fn}`)]).toEqual([fn, expect.closeTo(msOf(fn))]);
    for (const service of ['orders', 'payments'])
      expect([service, sums.get(`publisher of ${service}`)]).toEqual([
        service,
        expect.closeTo(msOf(`${service}-publish-outbox`)),
      ]);
    expect([...sums.keys()].filter((name) => /^(consumer|publisher|function)/.test(name))).toHaveLength(
      Object.keys(confirmed.messages).length + 3,
    );
  });

  // Of items, as a call takes 7 ms and a transaction's turn as long: 142.9 transactions a second.
  it.each([
    [/^API, the stage$/, 500],
    [/^API, the account$/, 10_000],
    [/^Lambda, concurrent executions$/, 990_000],
    [/^StartExecution$/, 300],
    [/^state transitions$/, 5_000],
    [/^SNS, Publish$/, 30_000],
    [/^table /, 4_000],
    [/^index /, 8_000],
    [/^publisher of /, 4_000],
    [/^consumer /, 5_000],
    [/^function telemetry-count-metrics$/, 10_000],
    [/^stock of one product$/, 142.9 / 0.1],
    [/^demand for one product$/, 142.9 / 0.1],
    [/^counter of orders$/, 8 * 142.9],
    [/^counter of lines$/, 8_000],
  ])('is given by %s so much a second at first: %f', (names, gives) => {
    const some = RESOURCES.filter(({ name }) => names.test(name));
    expect(some).not.toEqual([]);
    for (const resource of some) expect(resource.gives / gives, resource.name).toBeCloseTo(1, 3);
  });

  it('begins in the stage production, with the shards that the code has', () => {
    const { api, consumerConcurrency, countingConcurrency } = configOf('production')!.limits!;
    expect(AT_FIRST).toMatchObject({
      apiOfStage: api!.perSecond,
      consumers: consumerConcurrency,
      counting: countingConcurrency,
      shards: SHARDS,
    });
  });

  it('is not guessed for a function that was not counted', () => {
    const { 'orders-confirm-order': _, ...invocations } = confirmed.invocations;
    expect(() => shopOf(AT_FIRST, { ...confirmed, invocations }, seeded(1))).toThrow(
      'the figures of an order have no invocation of orders-confirm-order',
    );
  });
});

describe('What comes first when orders become more', () => {
  let rungs: Rung[];
  beforeAll(() => {
    rungs = climb(confirmed, 10_000);
  }, 120_000);

  it('is simulated at the rate at which paper has it, but for a seventh', () => {
    for (const { resource, ordersPerSecond, onPaper } of rungs) {
      expect(ordersPerSecond / onPaper, resource).toBeGreaterThan(6 / 7);
      expect(ordersPerSecond / onPaper, resource).toBeLessThan(8 / 7);
    }
  });

  it.each([1, 2, 3])('suffices before, and not after, in whatever order requests come (%i)', (seed) => {
    const [{ onPaper, resource }] = rungs as [Rung];
    expect(scarce(AT_FIRST, confirmed, onPaper * 0.9, seed)).toBeUndefined();
    expect(scarce(AT_FIRST, confirmed, onPaper * 1.15, seed)).toMatchObject({ resource });
  });

  it('is changed, so that it comes later', () => {
    const seen = rungs.map(({ resource, change }) => `${resource}: ${change}`);
    expect(new Set(seen).size).toBe(rungs.length);
    expect(rungs.length).toBeGreaterThan(10);
  });

  it('stands in docs/capacity.md (UPDATE_DOCS=1 npm test -- ops/capacity writes it)', () => {
    const page = inRoot('docs', 'capacity.md');
    const [begin, end] = ['<!-- ladder -->\n', '<!-- end of ladder -->'];
    const [before, rest = ''] = readFileSync(page, 'utf8').split(begin);
    const [told, after] = rest.split(end);
    const [heading, ...rows] = rowsOf(rungs).map((cells) => `| ${cells.join(' | ')} |`);
    const now = `\n${[heading, '|---:|---:|---|---|', ...rows].join('\n')}\n\n`;
    if (process.env.UPDATE_DOCS) writeFileSync(page, `${before}${begin}${now}${end}${after}`);
    else expect(told).toBe(now);
  });
});

describe('npm run capacity', () => {
  it.each([
    ['50', /^nothing has to change for 50 orders a second$/],
    ['100', /^nothing has to change for 100 orders a second$/],
    ['130', /CONSUMER_CONCURRENCY=20/],
  ])('says what has to change for %s orders a second', async (to, told) => {
    const printed = vi.spyOn(console, 'log').mockReturnValue(undefined);
    await capacity.run(['--to', to]);
    expect(printed.mock.calls.flat().join('\n')).toMatch(told);
    printed.mockRestore();
  });

  it.each([['0'], ['49'], ['10001'], ['many'], [''], ['NaN']])('refuses %j orders a second', async (to) => {
    await expect(capacity.run(['--to', to])).rejects.toThrow(
      /is no number of orders a second from 50 to 10000/,
    );
  });
});
