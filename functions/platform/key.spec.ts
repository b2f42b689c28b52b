import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyParts, keyPrefix, keyText } from './key.ts';

/** Separators, escapes, what looks like either, and what is neither. */
const part = fc.string({ unit: fc.constantFrom('#', '%', '2', '3', '5', 'a', 'A', 'é', '🦊'), maxLength: 5 });
const parts = fc.array(part, { minLength: 1, maxLength: 4 }).map((some) => some as [string, ...string[]]);

describe('the text of a key', () => {
  it('has the parts of which it was made, whatever is in them', () => {
    fc.assert(
      fc.property(parts, (some) => {
        expect(keyParts(keyText(...some))).toEqual(some);
      }),
      { numRuns: 5_000 },
    );
  });

  it('begins with the prefix of its first parts, and with no other', () => {
    fc.assert(
      fc.property(parts, part, part, (some, last, other) => {
        expect(keyText(...some, last).startsWith(keyPrefix(...some))).toBe(true);
        if (other !== some[0]) expect(keyText(...some, last).startsWith(keyPrefix(other))).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is what one reads in a table, when there is nothing to escape', () => {
    expect(keyText('IDEMPOTENCY', '0198-a', 'my-key')).toBe('IDEMPOTENCY#0198-a#my-key');
    expect(keyText('PENDING', 3)).toBe('PENDING#3');
  });
});
