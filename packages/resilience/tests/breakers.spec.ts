import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTime } from '../breaker/machine.ts';
import { type Count, sumOf } from '../breaker/record.ts';
import type { Applied, Fate } from './slow-store.ts';
import { ENVIRONMENTS, steps, World } from './world.ts';

const RUNS = Number(process.env.BREAKER_RUNS ?? 300);
const ANY: Fate[] = ['answered', 'answered', 'answered', 'answer lost', 'answered late', 'lost'];
const SLOW: Fate[] = ['answered', 'answered late'];

/** Whether so many failures are too much: the defaults, said once more. */
const isTooMuch = ({ calls, failures }: Count): boolean =>
  failures >= 3 && calls >= 5 && failures >= calls * 0.5;

/** The breaker as people are told of it: which transition may follow which, and when. */
function isLegal({ before, after, sent, seen }: Applied): boolean {
  if (after.generation !== before.generation + 1) return false;
  switch (`${before.state} ${after.state}`) {
    case 'CLOSED OPEN': {
      const { calls, failures } = sumOf(before.counts, sent, 10_000);
      // Others may have counted calls that went well since it was seen: a share can sink, the numbers cannot.
      const wasTooMuch = seen.some(({ counts }) => isTooMuch(sumOf(counts, sent, 10_000)));
      return failures >= 3 && calls >= 5 && wasTooMuch && after.openUntil === sent + openTime(after.opens);
    }
    case 'OPEN HALF_OPEN':
      return sent >= before.openUntil && after.lease!.until > sent + 1_000;
    case 'HALF_OPEN HALF_OPEN':
      return sent >= before.lease!.until;
    case 'HALF_OPEN OPEN':
      return after.openUntil === sent || (after.opens === before.opens + 1 && after.openUntil > sent);
    case 'HALF_OPEN CLOSED':
      return true;
    default:
      return false;
  }
}

const NAME = 'users/a';

/** One environment and another, one after the other, and what the store does with what they send. */
describe('an open', () => {
  const failing = async (world: World, fates: Fate[]) => {
    for (let call = 0; call < 5; call += 1) await world.run({ do: 'call', by: 0 });
    await world.settle();
    for (const flight of world.flights.splice(0)) world.end(flight, 'failure');
    for (const fate of fates) await world.run({ do: 'store', which: 0, fate });
  };

  it.each<[string, Fate[]]>([
    [
      'an answer to the last count is lost',
      ['answered', 'answered', 'answer lost', 'answer lost', 'answer lost'],
    ],
    [
      'the open itself is lost',
      ['answered', 'answered', 'answered', 'answered', 'answered', 'lost', 'lost', 'lost'],
    ],
  ])('is made by whoever reads the counts, when %s', async (_, fates) => {
    const world = new World();
    await failing(world, fates);
    expect((await world.store.record()).state).toBe('CLOSED');

    world.now += 2_000;
    await world.run({ do: 'call', by: 1 });
    await world.settle();

    expect((await world.store.record()).state).toBe('OPEN');
    expect(world.flights).toEqual([]);
  });

  it('is not forgotten because of a read that lags behind', async () => {
    const world = new World();
    await world.run({ do: 'call', by: 1 });
    await world.settle();
    world.now += 2_000;
    // Sent before the open, read before it, and answered after it.
    await world.run({ do: 'call', by: 1 });
    await world.run({ do: 'store', which: 0, fate: 'answered late' });
    const { breakers } = world.environments[1]!;
    const told = breakers.settle({ name: NAME, kind: 'counted', generation: 0 }, 'failure');
    await world.store.open(world.now + 5_000);
    await world.run({ do: 'store', which: 0, fate: 'answered' });
    await told;
    expect(breakers.stateOf(NAME)).toBe('OPEN');

    await world.settle();

    expect(breakers.stateOf(NAME)).toBe('OPEN');
  });
});

describe('an environment whose store is away', () => {
  const lose = async (world: World) => {
    while (world.store.waiting > 0) await world.run({ do: 'store', which: 0, fate: 'lost' });
  };
  const call = async (world: World) => {
    await world.run({ do: 'call', by: 0 });
    await lose(world);
    return world.flights.splice(0);
  };

  it('tells later what it could not tell: three failures open, though two were lost', async () => {
    const world = new World();
    for (let count = 0; count < 5; count += 1) await world.run({ do: 'call', by: 0 });
    await world.settle();
    for (const flight of world.flights.splice(0, 2)) {
      world.end(flight, 'failure');
      await lose(world);
    }
    expect((await world.store.record()).counts.size).toBe(0);
    world.end(world.flights[0]!, 'failure');
    await world.settle();

    expect((await world.store.record()).state).toBe('OPEN');
  });

  it('tries an open breaker alone when the store has not answered for 10 s, one call at a time', async () => {
    const world = new World();
    await world.store.open(world.now + 5_000);
    await world.run({ do: 'call', by: 0 });
    await world.settle();

    world.now += 5_000;
    expect(await call(world)).toEqual([]);
    world.now += 9_999;
    expect(await call(world)).toEqual([]);
    world.now += 1;
    const [trial] = await call(world);
    expect(trial?.pass.kind).toBe('alone');
    expect(await call(world)).toEqual([]);

    world.end(trial!, 'failure');
    expect(await call(world)).toEqual([]);
    world.now += 5_000;
    const [second] = await call(world);
    world.end(second!, 'success');

    expect((await call(world)).map(({ pass }) => pass.kind)).toEqual(['counted']);
  });
});

describe('breakers of several environments, at any time and in any order', { timeout: 120_000 }, () => {
  const holds = (
    fates: Fate[],
    property: (world: World, isOpen: boolean) => { step?: () => Promise<void>; end?: () => Promise<void> },
  ) =>
    fc.assert(
      fc.asyncProperty(steps(fates), fc.boolean(), async (given, isOpen) => {
        const world = new World();
        if (isOpen) await world.store.open(world.now + 5_000);
        const { step, end } = property(world, isOpen);
        for (const each of given) {
          await world.run(each);
          expect(world.unexpected).toEqual([]);
          await step?.();
        }
        await end?.();
        expect(world.unexpected).toEqual([]);
        await world.settle();
      }),
      { numRuns: RUNS },
    );

  it('make legal transitions only, whatever the store loses', () =>
    holds(ANY, (world) => ({
      end: async () => {
        for (const transition of world.store.applied) expect(transition).toSatisfy(isLegal);
      },
    })));

  it('never let two trials at a time, whatever the store loses', () =>
    holds(ANY, (world) => {
      world.onPass = ({ pass }) => {
        if (pass.kind !== 'trial') return;
        // A call says how long it takes at most: world.ts says 1 s.
        const trials = world.flights.filter(
          (one) => one.pass.kind === 'trial' && world.now < one.began + 1_000,
        );
        expect(trials.map((trial) => trial.pass)).toEqual([pass]);
      };
      return {};
    }));

  it('lose no open, however slow the store is', () =>
    holds(SLOW, (world) => ({
      step: async () => {
        if (world.store.waiting > 0 || !world.quiet) return;
        const record = await world.store.record();
        const told = world.failures.filter(
          ({ at, generation }) => at > world.now - 10_000 && generation === record.generation,
        );
        if (record.state !== 'CLOSED') return;
        const counted = sumOf(record.counts, world.now, 10_000);
        expect(counted.failures).toBeGreaterThanOrEqual(told.length);
        expect(counted).not.toSatisfy(isTooMuch);
      },
    })));

  it('open what others have counted and could not open', () =>
    holds(ANY, (world) => ({
      end: async () => {
        await world.settle();
        world.now += 2_000;
        const before = await world.store.record();
        // An environment that has lost sight of the store reads beside its first call, and opens at the second.
        for (let call = 0; call < 2; call += 1) {
          await world.run({ do: 'call', by: 0 });
          await world.settle();
        }
        if (before.state === 'CLOSED' && isTooMuch(sumOf(before.counts, world.now, 10_000)))
          expect((await world.store.record()).state).toBe('OPEN');
      },
    })));

  it('let nothing through 2 s after the open, when the store answers', () =>
    holds(['answered'], (world) => {
      world.onPass = ({ pass }) => {
        const last = world.store.applied.at(-1);
        if (pass.kind !== 'counted' || last?.after.state !== 'OPEN') return;
        expect(world.now - last.sent).toBeLessThan(2_000);
      };
      return {
        step: async () => {
          await world.settle();
        },
      };
    }));

  it('cost no write unless something fails, and one read in 2 s', () =>
    holds(ANY, (world, isOpen) => {
      const begun = world.now;
      let ended = 0;
      // Whoever has seen it open may have written in vain, and then found the other side well, alone.
      const sawItOpen = new Set<unknown>();
      return {
        step: async () => {
          for (const environment of world.environments) {
            const { breakers, calls } = environment;
            expect(calls.reads).toBeLessThanOrEqual(1 + Math.floor((world.now - begun) / 2_000));
            if (breakers.stateOf(NAME) !== 'CLOSED') sawItOpen.add(environment);
            const isCalm = !isOpen || (ended === 0 && !sawItOpen.has(environment));
            if (isCalm && world.failures.length === 0) expect(calls.writes).toBe(0);
          }
          ended = world.store.applied.length;
        },
      };
    }));

  it('come back: once the other side is well, all calls go through', () =>
    holds(ANY, (world) => ({
      end: async () => {
        await world.settle();
        world.flights = [];
        for (let round = 0; round < 3; round += 1) {
          world.now += 61_000;
          for (let by = 0; by < ENVIRONMENTS; by += 1) {
            await world.run({ do: 'call', by });
            await world.settle();
            for (const flight of world.flights.splice(0)) world.end(flight, 'success');
            await world.settle();
          }
        }
        expect((await world.store.record()).state).toBe('CLOSED');
        for (let by = 0; by < ENVIRONMENTS; by += 1) await world.run({ do: 'call', by });
        await world.settle();
        expect(world.flights.map(({ pass }) => pass.kind)).toEqual(Array(ENVIRONMENTS).fill('counted'));
      },
    })));
});
