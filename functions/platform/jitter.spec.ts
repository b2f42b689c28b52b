import { describe, expect, it, vi } from 'vitest';
import { withRetries } from './jitter.ts';

describe('withRetries', () => {
  const options = { attempts: 4, baseMs: 1, capMs: 2, when: (thrown: unknown) => thrown === 'again' };

  it('calls until it works', async () => {
    const call = vi
      .fn()
      .mockRejectedValueOnce('again')
      .mockRejectedValueOnce('again')
      .mockResolvedValue('done');

    expect(await withRetries(call, options)).toBe('done');
    expect(call).toHaveBeenCalledTimes(3);
  });

  it.each([
    ['what is not worth it', 'no', 1],
    ['after its last attempt', 'again', 4],
  ])('gives up: %s', async (_, thrown, times) => {
    const call = vi.fn().mockRejectedValue(thrown);

    await expect(withRetries(call, options)).rejects.toBe(thrown);
    expect(call).toHaveBeenCalledTimes(times);
  });
});
