import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readGauges } from './gauges.ts';

beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => void vi.restoreAllMocks());

const up = (source: string, value: number) => ({ name: 'telemetry_source_up', labels: [source], value });

describe('gauges', () => {
  it('come from every source that answers, though others fail or are late', async () => {
    const parked = { name: 'orders_parked', labels: [], value: 1 };
    const read = await readGauges(
      [
        { name: 'good', read: async () => [parked] },
        { name: 'failing', read: () => Promise.reject(new Error('away')) },
        { name: 'late', read: () => new Promise(() => {}) },
        {
          name: 'broken',
          read: () => {
            throw new TypeError('a defect');
          },
        },
      ],
      20,
    );
    expect(read).toEqual([parked, up('good', 1), up('failing', 0), up('late', 0), up('broken', 0)]);
  });
});
