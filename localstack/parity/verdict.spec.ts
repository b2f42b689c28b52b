import { describe, expect, it } from 'vitest';
import type { Row } from './row.ts';
import { verdictOf } from './verdict.ts';

const row: Row = {
  id: 'a-row',
  service: 'SQS',
  behaviour: 'a message',
  documented: 'comes',
  source: 'page.html',
  expected: { came: true, from: undefined },
  reliedOn: 'yes',
  see: async () => undefined,
};
const difference = { program: 'does without', test: 'verdict.spec.ts' };

describe('verdictOf', () => {
  it.each<[string, Partial<Row>, unknown, string]>([
    ['as documented', {}, { came: true }, 'same'],
    ['otherwise, relied on', {}, { came: false }, 'broken'],
    ['otherwise, relied on, declared', { difference }, { came: false }, 'harmless'],
    ['declared with a test that is not there', { difference: { ...difference, test: 'no.ts' } }, 0, 'broken'],
    ['otherwise, not relied on', { reliedOn: 'no' }, { came: false }, 'unused'],
    ['otherwise, not relied on yet', { reliedOn: 'soon' }, 'error: none', 'unused'],
    ['an error that nobody expected', {}, 'error: none', 'broken'],
  ])('%s', (_, change, seen, verdict) => {
    expect(verdictOf({ ...row, ...change }, { id: 'a-row', seen, took: 1 }, import.meta.dirname)).toBe(
      verdict,
    );
  });
});
