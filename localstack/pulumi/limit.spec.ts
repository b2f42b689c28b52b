import { describe, expect, it } from 'vitest';
import { Lanes, Limit } from './limit.ts';

/** A task that is under way until it is let go. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, resolve };
}

describe('Limit', () => {
  it('runs no more than so many at a time, and goes on after a failure', async () => {
    const limit = new Limit(2);
    const gates = [held(), held(), held()];
    const begun: number[] = [];
    const all = gates.map((gate, index) =>
      limit.run(async () => {
        begun.push(index);
        await gate.promise;
        if (index === 0) throw new Error('failed');
      }),
    );
    expect(begun).toEqual([0, 1]);
    gates[0]?.resolve();
    await expect(all[0]).rejects.toThrow('failed');
    expect(begun).toEqual([0, 1, 2]);
    for (const gate of gates) gate.resolve();
    await Promise.all(all.slice(1));
  });
});

describe('Lanes', () => {
  it('runs the tasks of a key in turn, those of others at once', async () => {
    const lanes = new Lanes();
    const gate = held();
    const done: string[] = [];
    const task = (name: string, before?: Promise<void>) => async () => {
      await before;
      done.push(name);
    };
    const all = [
      lanes.run('x', task('x1', gate.promise)),
      lanes.run('x', task('x2')),
      lanes.run('y', task('y1')),
      lanes.run(undefined, task('free')),
    ];
    await Promise.all(all.slice(2));
    expect(done.toSorted()).toEqual(['free', 'y1']);
    gate.resolve();
    await Promise.all(all);
    expect(done.slice(2)).toEqual(['x1', 'x2']);
  });
});
