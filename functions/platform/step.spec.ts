import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { BusinessRejection } from './service-error.ts';
import { step } from './step.ts';

const Order = z.object({ orderId: z.string() });
const order = { orderId: 'o-1' };

describe('step', () => {
  let lines: Record<string, unknown>[];

  beforeEach(() => {
    lines = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
      if (!String(line).includes('"_aws"')) lines.push(JSON.parse(String(line)));
      return true;
    });
    vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793');
    return () => {
      write.mockRestore();
      vi.unstubAllEnvs();
    };
  });

  it('gives the parsed input to what it runs, and logs that it is done, under its order and trace', async () => {
    const run = vi.fn(async () => {});
    await step(Order, run)({ ...order, more: 1 });

    expect(run).toHaveBeenCalledExactlyOnceWith(order);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'step',
        orderOutcome: 'done',
        orderId: 'o-1',
        traceId: '5759e988bd862e3fe1be46a994272793',
      }),
    ]);
  });

  it.each([
    [
      'a rejection',
      new BusinessRejection('OutOfStock'),
      { level: 'INFO', message: 'step', orderOutcome: 'OutOfStock' },
    ],
    [
      'a failure',
      new Error('away'),
      { level: 'ERROR', message: 'step', orderOutcome: 'failed', detail: 'away' },
    ],
  ])('lets %s through as it is, and logs it', async (_, thrown, line) => {
    await expect(step(Order, () => Promise.reject(thrown))(order)).rejects.toBe(thrown);
    expect(lines).toEqual([expect.objectContaining(line)]);
  });

  it('runs nothing for an input that it does not know', async () => {
    const run = vi.fn(async () => {});
    await expect(step(Order, run)({})).rejects.toThrow();
    expect(run).not.toHaveBeenCalled();
  });
});
