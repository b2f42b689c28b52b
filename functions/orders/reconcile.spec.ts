import { trace } from '@opentelemetry/api';
import { expect, it, vi } from 'vitest';
import { invocation } from '../platform/invocation.ts';
import type { RecordedSpan } from '../platform/tracing/span.ts';
import type { Order } from './order.ts';
import { reconcile } from './reconcile.ts';

const TRACE = '5759e988bd862e3fe1be46a994272793';
const PLACED = '53995c3f42cd8ad8';
const order: Order = {
  id: 'o-1',
  customerId: 'c-1',
  status: 'PENDING',
  items: [],
  total: { amount: 100, currency: 'EUR' },
  createdAt: new Date(0).toISOString(),
  traceparent: `00-${TRACE}-${PLACED}-01`,
  sequence: 1,
};

// What stands in the table decides what is done: tests/services/reconcile.test.ts.
it('does what it does to an order in the order’s trace, with a link to the run', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const active = () => trace.getActiveSpan() as RecordedSpan;
  let run: RecordedSpan | undefined;
  const started: RecordedSpan[] = [];
  const handler = invocation('schedule', async () => {
    run = active();
    return reconcile({
      orders: { get: async () => order, take: async () => true } as never,
      waiting: { overdue: async () => [order.id] } as never,
      executions: { latest: async () => ({}) },
      inspections: {
        reservation: async () => ({ status: 'NONE', items: [] }),
        charge: async () => ({ status: 'NONE' }),
      },
      startSaga: async () => void started.push(active()),
      startUndo: vi.fn(),
      startRedrive: vi.fn(),
      messages: { send: vi.fn() },
      overdueMs: 1_000,
    });
  });
  expect(await handler({})).toEqual({ start: 1 });
  write.mockRestore();

  const [span] = started;
  expect(span).toMatchObject({ name: 'reconcile order', parentSpanId: PLACED });
  expect(span!.spanContext().traceId).toBe(TRACE);
  expect(span!.links.map(({ context }) => context.spanId)).toEqual([run!.spanContext().spanId]);
  expect(span!.endTime).toBeDefined();
});
