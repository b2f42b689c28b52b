import { afterEach, describe, expect, it, vi } from 'vitest';
import { readConfig, required } from './config.ts';

afterEach(() => vi.unstubAllEnvs());

describe('readConfig', () => {
  it('names every variable that is missing', () => {
    vi.stubEnv('HERE', 'x');
    vi.stubEnv('EMPTY', '');

    expect(readConfig({ HERE: required })).toEqual({ HERE: 'x' });
    expect(() => readConfig({ HERE: required, EMPTY: required, ABSENT: required })).toThrow(/EMPTY.*ABSENT/);
  });
});
