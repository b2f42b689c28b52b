import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { inRoot } from '../../paths.ts';
import { orderFigures } from '../cost/order-figures.ts';
import { capacity, rowsOf } from './command.ts';
import { climb, type Rung, scarce } from './ladder.ts';
import { AT_FIRST, shopOf } from './shop.ts';
import { rateLimited, seeded, simulate, taken, workers } from './simulation.ts';

const { confirmed } = orderFigures();

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
    const sums = new Map(
      [...taken(shopOf(AT_FIRST, confirmed, seeded(1)))].map(([{ name }, amount]) => [name, amount]),
    );
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
    expect(sums.get('state transitions')).toBe(Object.keys(confirmed.transitions).length);
    expect(sums.get('SNS, Publish')).toBe(Object.keys(confirmed.publishes).length);
    const consumers = Object.keys(confirmed.messages).map((fn) => `consumer ${fn}`);
    expect([...sums.keys()].filter((name) => name.startsWith('consumer')).sort()).toEqual(consumers.sort());
  });
});

describe('What comes first when orders become more', () => {
  let rungs: Rung[];
  beforeAll(() => {
    rungs = climb(confirmed, 10_000);
  }, 120_000);

  it('is simulated at the rate at which paper has it, but for a fifth', () => {
    for (const { resource, ordersPerSecond, onPaper } of rungs) {
      expect(ordersPerSecond / onPaper, resource).toBeGreaterThan(0.8);
      expect(ordersPerSecond / onPaper, resource).toBeLessThan(1.2);
    }
  });

  it('suffices before, and not after', () => {
    const [{ ordersPerSecond, resource } = rungs[0]!] = rungs;
    expect(scarce(AT_FIRST, confirmed, ordersPerSecond * 0.9)).toBeUndefined();
    expect(scarce(AT_FIRST, confirmed, ordersPerSecond * 1.3)).toBe(resource);
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
    ['60', /^nothing has to change for 60 orders a second$/],
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
