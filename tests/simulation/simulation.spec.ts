import { describe, expect, it } from 'vitest';
import { run, tellRun } from './run.ts';
import { oneOrder } from './schedule.ts';

describe('one order', () => {
  it('is confirmed when nothing goes wrong', async () => {
    const { world, problems } = await run(oneOrder(), { traced: true });
    console.log(tellRun(world));
    expect(problems).toEqual([]);
  });
});
