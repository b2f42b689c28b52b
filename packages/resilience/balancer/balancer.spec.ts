import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CellState } from '../discovery/cell.ts';
import { testCell as cell } from '../discovery/test-cell.ts';
import { Balancer } from './balancer.ts';
import { afterCall, type Seen, UNSEEN } from './ejection.ts';
import { NoCellAvailable } from './no-cell-available.ts';
import { anywhereInTurn, nextInTurn } from './smooth-weighted.ts';

describe('smooth weighted round robin', () => {
  it('spreads the turns of a heavy cell between those of the others', () => {
    const cells = [cell('a', { weight: 5 }), cell('b'), cell('c')];
    const credits = new Map<string, number>();

    const turns = Array.from({ length: 7 }, () => nextInTurn(cells, credits).cell);

    expect(turns.join('')).toBe('aabacaa');
  });

  it('gives each cell exactly its weight in every round, wherever it begins', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (weights, start) => {
          const cells = weights.map((weight, index) => cell(String(index), { weight }));
          const credits = anywhereInTurn(cells, () => start);
          const round = weights.reduce((sum, weight) => sum + weight, 0);
          const turns = Array.from({ length: round }, () => nextInTurn(cells, credits).cell);
          for (const { cell: name, weight } of cells)
            expect(turns.filter((turn) => turn === name)).toHaveLength(weight);
        },
      ),
    );
  });

  it('lets new environments begin at different places, so that rare callers do not all call the first cell', () => {
    const cells = [cell('a', { weight: 3 }), cell('b')];
    const first = (random: number) =>
      nextInTurn(
        cells,
        anywhereInTurn(cells, () => random),
      ).cell;

    expect([0, 0.25, 0.5, 0.75].map(first).sort()).toEqual(['a', 'a', 'a', 'b']);
  });

  it('has nothing to choose from no cell', () => {
    expect(() => nextInTurn([], new Map())).toThrow(RangeError);
  });
});

describe('ejection, by what has been seen of a cell', () => {
  const away = (given: Partial<Seen>): Seen => ({ ...UNSEEN, ...given });

  it.each<[string, Seen, boolean, Seen]>([
    ['one failure', UNSEEN, false, away({ failures: 1 })],
    ['the second in a row', away({ failures: 1 }), false, away({ failures: 2 })],
    ['the third', away({ failures: 2 }), false, away({ failures: 3, ejections: 1, ejectedUntil: 6_000 })],
    ['a success', away({ failures: 2 }), true, UNSEEN],
    [
      'a failure when it has come back',
      away({ failures: 3, ejections: 1, ejectedUntil: 1_000 }),
      false,
      away({ failures: 4, ejections: 2, ejectedUntil: 11_000 }),
    ],
    [
      'a failure of a call that was under way when it was ejected',
      away({ failures: 3, ejections: 1, ejectedUntil: 1_001 }),
      false,
      away({ failures: 4, ejections: 1, ejectedUntil: 1_001 }),
    ],
    [
      'a failure at its sixth return',
      away({ failures: 9, ejections: 6, ejectedUntil: 0 }),
      false,
      away({ failures: 10, ejections: 7, ejectedUntil: 61_000 }),
    ],
    ['a success when it has come back', away({ failures: 3, ejections: 2, ejectedUntil: 9 }), true, UNSEEN],
  ])('after %s', (_, seen, ok, expected) => {
    expect(afterCall(seen, ok, 1_000)).toEqual(expected);
  });
});

describe('Balancer', () => {
  let now: number;
  let balancer: Balancer;
  beforeEach(() => {
    now = 0;
    balancer = new Balancer({ now: () => now, random: () => 0 });
  });

  const picks = (cells: CellState[], times = 4) =>
    Array.from({ length: times }, () => balancer.pick(cells).cell).join('');
  const fails = (name: string, times = 3) => {
    for (let count = 0; count < times; count += 1) balancer.report(cell(name), { ok: false });
  };
  const down = { health: 'down' as const };

  it.each<[string, CellState[], string]>([
    ['healthy ones in turn', [cell('a'), cell('b')], 'abab'],
    ['healthy before degraded', [cell('a', { health: 'degraded' }), cell('b')], 'bbbb'],
    [
      'degraded before unknown',
      [cell('a', { health: 'unknown' }), cell('b', { health: 'degraded' })],
      'bbbb',
    ],
    ['unknown before none', [cell('a', { health: 'unknown' }), cell('b', down)], 'aaaa'],
    ['none that is drained', [cell('a', { drained: true }), cell('b', { health: 'degraded' })], 'bbbb'],
    ['none that is down', [cell('a', down), cell('b')], 'bbbb'],
  ])('picks %s', (_, cells, expected) => {
    expect(picks(cells)).toBe(expected);
  });

  it.each<[string, CellState[], ReadonlySet<string> | undefined, string]>([
    ['none is registered', [], undefined, 'none is registered'],
    [
      'all are down or drained',
      [cell('a', { ...down, reason: 'no table' }), cell('b', { drained: true })],
      undefined,
      'a is down (no table), b is drained',
    ],
    ['all were tried', [cell('a')], new Set(['a']), 'a is tried already'],
  ])('says at once why there is none when %s', (_, cells, except, why) => {
    const pick = () => balancer.pick(cells, { service: 'users', except });

    expect(pick).toThrow(NoCellAvailable);
    expect(pick).toThrow(`no cell of users can be called: ${why}`);
  });

  it('leaves a cell out that fails three times in a row, for 5 s', () => {
    const cells = [cell('a'), cell('b')];
    picks(cells);
    fails('a');

    expect(picks(cells)).toBe('bbbb');
    now = 4_999;
    expect(picks(cells)).toBe('bbbb');
    now = 5_000;
    expect(picks(cells)).toContain('a');
  });

  it('prefers a degraded cell to one that fails here', () => {
    const cells = [cell('a'), cell('b', { health: 'degraded' })];
    picks(cells);
    fails('a');

    expect(picks(cells)).toBe('bbbb');
  });

  it('never leaves out all', () => {
    const cells = [cell('a'), cell('b')];
    picks(cells);
    fails('a');
    fails('b');

    expect([...new Set(picks(cells))].sort()).toEqual(['a', 'b']);
  });

  it('forgets a cell that is not registered any more', () => {
    picks([cell('a'), cell('b')]);
    fails('a');
    picks([cell('b')]);

    expect(picks([cell('a'), cell('b')])).toContain('a');
  });

  it('keeps services apart', () => {
    const orders = [cell('a', { service: 'orders' }), cell('b', { service: 'orders' })];
    picks([cell('a'), cell('b')]);
    picks(orders);
    fails('a');

    expect(picks(orders)).toContain('a');
  });
});
