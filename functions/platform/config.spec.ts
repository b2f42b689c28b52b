import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { readConfig, required } from './config.ts';

afterEach(() => vi.unstubAllEnvs());

describe('readConfig', () => {
  it('names every variable that is missing', () => {
    vi.stubEnv('HERE', 'x');
    vi.stubEnv('EMPTY', '');

    expect(readConfig({ HERE: required })).toEqual({ HERE: 'x' });
    expect(() => readConfig({ HERE: required, EMPTY: required, ABSENT: required })).toThrow(/EMPTY.*ABSENT/);
  });

  it('fills in what may be missing, and leaves out what need not be there', () => {
    vi.stubEnv('SHARE', '0.5');
    const config = readConfig({
      SHARE: z.coerce.number(),
      KIND: z._default(z.enum(['a', 'b']), 'b'),
      ABSENT: z.optional(required),
    });
    expect(config).toStrictEqual({ SHARE: 0.5, KIND: 'b' });
  });
});
