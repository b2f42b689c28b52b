import { expect, it, vi } from 'vitest';

const { park, send } = vi.hoisted(() => {
  process.env.PARKED_QUEUE_URL = 'https://sqs.example/parked';
  return { park: vi.fn(), send: vi.fn() };
});
vi.mock('../composition.ts', () => ({ makeSettlement: () => ({ park }) }));
vi.mock('../parked-messages.ts', () => ({
  ParkedMessages: class {
    send = send;
  },
}));

const { handler } = await import('./park-order.ts');

const order = {
  orderId: 'o-1',
  customerId: 'c-1',
  items: [{ sku: 'cup', quantity: 1, unitPrice: { amount: 100, currency: 'EUR' } }],
  total: { amount: 100, currency: 'EUR' },
  failure: { Error: 'OutOfStock' },
};

it('counts an order that it has parked, and not again when it comes again because its answer was lost', async () => {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  park.mockResolvedValueOnce(true).mockResolvedValue(false);
  for (let attempt = 0; attempt < 3; attempt += 1) await handler(order);
  write.mockRestore();

  expect(send).toHaveBeenCalledTimes(3);
  expect(lines.filter((line) => line.includes('sagas_parked_total'))).toHaveLength(1);
});
