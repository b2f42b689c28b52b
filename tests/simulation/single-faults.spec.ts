import { describe, expect, it } from 'vitest';
import { DIRECTED } from './directed.ts';
import { prove } from './proven.ts';
import { withEveryFault } from './single-faults.ts';

describe.each(Object.entries(DIRECTED))('%s', (_, schedule) => {
  it('leaves the books right', () => prove(schedule));

  it('leaves them right with every single fault more', async () => {
    const all = await withEveryFault(schedule);
    expect(all.length).toBeGreaterThan(100);
    for (const one of all) await prove(one);
  });
});
