import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { InstanceState } from '../discovery/instance.ts';
import { testInstance as instance } from '../tests/test-instance.ts';
import { afterCall, Balancer, NoInstanceAvailable, type Seen, UNSEEN } from './balancer.ts';
import { anywhereInTurn, nextInTurn } from './smooth-weighted.ts';

describe('smooth weighted round robin', () => {
  it('spreads the turns of a heavy instance between those of the others', () => {
    const instances = [instance('a', { weight: 5 }), instance('b'), instance('c')];
    const credits = new Map<string, number>();

    const turns = Array.from({ length: 7 }, () => nextInTurn(instances, credits).instance);

    expect(turns.join('')).toBe('aabacaa');
  });

  it('gives each instance exactly its weight in every round, wherever it begins', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (weights, start) => {
          const instances = weights.map((weight, index) => instance(String(index), { weight }));
          const credits = anywhereInTurn(instances, () => start);
          const round = weights.reduce((sum, weight) => sum + weight, 0);
          const turns = Array.from({ length: round }, () => nextInTurn(instances, credits).instance);
          for (const { instance: name, weight } of instances)
            expect(turns.filter((turn) => turn === name)).toHaveLength(weight);
        },
      ),
    );
  });

  it('lets new environments begin at different places, so that rare callers do not all call the first instance', () => {
    const instances = [instance('a', { weight: 3 }), instance('b')];
    const first = (random: number) =>
      nextInTurn(
        instances,
        anywhereInTurn(instances, () => random),
      ).instance;

    expect([0, 0.25, 0.5, 0.75].map(first).sort()).toEqual(['a', 'a', 'a', 'b']);
  });

  it('has nothing to choose from no instance', () => {
    expect(() => nextInTurn([], new Map())).toThrow(RangeError);
  });
});

describe('ejection, by what has been seen of an instance', () => {
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

  const picks = (instances: InstanceState[], times = 4) =>
    Array.from({ length: times }, () => balancer.pick(instances).instance).join('');
  const fails = (name: string, times = 3) => {
    for (let count = 0; count < times; count += 1) balancer.report(instance(name), { ok: false });
  };
  const down = { health: 'down' as const };

  it.each<[string, InstanceState[], string]>([
    ['healthy ones in turn', [instance('a'), instance('b')], 'abab'],
    ['healthy before degraded', [instance('a', { health: 'degraded' }), instance('b')], 'bbbb'],
    [
      'degraded before unknown',
      [instance('a', { health: 'unknown' }), instance('b', { health: 'degraded' })],
      'bbbb',
    ],
    ['unknown before none', [instance('a', { health: 'unknown' }), instance('b', down)], 'aaaa'],
    [
      'none that is drained',
      [instance('a', { drained: true }), instance('b', { health: 'degraded' })],
      'bbbb',
    ],
    ['none that is down', [instance('a', down), instance('b')], 'bbbb'],
  ])('picks %s', (_, instances, expected) => {
    expect(picks(instances)).toBe(expected);
  });

  it.each<[string, InstanceState[], ReadonlySet<string> | undefined, string]>([
    ['none is registered', [], undefined, 'none is registered'],
    [
      'all are down or drained',
      [instance('a', { ...down, reason: 'no table' }), instance('b', { drained: true })],
      undefined,
      'a is down (no table), b is drained',
    ],
    ['all were tried', [instance('a')], new Set(['a']), 'a is tried already'],
  ])('says at once why there is none when %s', (_, instances, except, why) => {
    const pick = () => balancer.pick(instances, { service: 'users', except });

    expect(pick).toThrow(NoInstanceAvailable);
    expect(pick).toThrow(`no instance of users can be called: ${why}`);
  });

  it('leaves an instance out that fails three times in a row, for 5 s', () => {
    const instances = [instance('a'), instance('b')];
    picks(instances);
    fails('a');

    expect(picks(instances)).toBe('bbbb');
    now = 4_999;
    expect(picks(instances)).toBe('bbbb');
    now = 5_000;
    expect(picks(instances)).toContain('a');
  });

  it('prefers a degraded instance to one that fails here', () => {
    const instances = [instance('a'), instance('b', { health: 'degraded' })];
    picks(instances);
    fails('a');

    expect(picks(instances)).toBe('bbbb');
  });

  it('never leaves out all', () => {
    const instances = [instance('a'), instance('b')];
    picks(instances);
    fails('a');
    fails('b');

    expect([...new Set(picks(instances))].sort()).toEqual(['a', 'b']);
  });

  it('forgets an instance that is not registered any more', () => {
    picks([instance('a'), instance('b')]);
    fails('a');
    picks([instance('b')]);

    expect(picks([instance('a'), instance('b')])).toContain('a');
  });

  it('keeps services apart', () => {
    const orders = [instance('a', { service: 'orders' }), instance('b', { service: 'orders' })];
    picks([instance('a'), instance('b')]);
    picks(orders);
    fails('a');

    expect(picks(orders)).toContain('a');
  });
});
