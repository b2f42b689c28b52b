import { describe, expect, it } from 'vitest';
import { Sheet } from './show.ts';

const AT = Date.parse('2026-11-27T05:24:28.123Z');
const lines = (...texts: object[]) => {
  const sheet = new Sheet({ color: false, order: 'o-1' });
  return texts.flatMap((text) =>
    sheet.lines({ id: '', at: AT, fn: 'orders-place-order', stream: 's', text: JSON.stringify(text) }),
  );
};
const HEAD = '05:24:28.123  orders-place-order             ';

describe('Sheet', () => {
  it.each<[string, object, string]>([
    [
      'a request',
      {
        level: 'INFO',
        message: 'request',
        route: 'POST /orders',
        status: 201,
        ms: 34.5,
        cold: true,
        calls: 3,
        orderId: 'o-1',
        requestId: 'r',
      },
      'INFO  request  POST /orders 201 in 34.5 ms, 3 calls, cold',
    ],
    [
      'a step',
      { level: 'INFO', message: 'step', orderOutcome: 'done', ms: 5, cold: false, calls: 1 },
      'INFO  step  in 5 ms, 1 call  orderOutcome=done',
    ],
    [
      'a message',
      { level: 'INFO', message: 'messages', batch: 1, batchFailures: 0, ms: 5, cold: false },
      'INFO  messages  in 5 ms',
    ],
    [
      'several messages',
      { level: 'INFO', message: 'messages', batch: 2, batchFailures: 1, ms: 5 },
      'INFO  messages  in 5 ms  batch=2 batchFailures=1',
    ],
    [
      'another order',
      { level: 'WARN', message: 'odd', orderId: 'o-2', tally: { a: 1 } },
      'WARN  odd  orderId=o-2 tally={"a":1}',
    ],
    [
      'an error',
      { level: 'ERROR', message: 'failed', error: 'RangeError', detail: 'away' },
      'ERROR failed  RangeError: away',
    ],
    [
      'an error that Lambda logs',
      { level: 'ERROR', message: { errorType: 've', errorMessage: 'away', name: 'OutOfStock' } },
      'ERROR OutOfStock: away',
    ],
  ])('says %s in one line', (_, text, line) => {
    expect(lines(text)).toEqual(['2026-11-27', HEAD + line]);
  });

  it('tells an order when it changes', () => {
    const [, ...told] = lines(
      { message: 'a', orderId: 'o-2' },
      { message: 'b', orderId: 'o-2' },
      { message: 'c', orderId: 'o-1' },
    );
    expect(told).toEqual([`${HEAD}      a  orderId=o-2`, `${HEAD}      b`, `${HEAD}      c  orderId=o-1`]);
  });

  it('tells the day once', () => {
    expect(lines({ message: 'a' }, { message: 'b' })).toEqual([
      '2026-11-27',
      `${HEAD}      a`,
      `${HEAD}      b`,
    ]);
  });

  it('shows frames and causes, without those of Node and of the runtime', () => {
    const stack = [
      '    at place (functions/orders/place.ts:3:5)',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)',
      '    at async work (file:///x/.local/engines/local/lambda/runtime/main.mjs:35:5)',
      '    at async handler (file:///var/runtime/index.mjs:1:1)',
    ].join('\n');
    const cause = {
      error: 'TypeError',
      detail: 'inner',
      stack: '    at f (functions/a.ts:1:1)',
      cause: 'why',
    };
    expect(lines({ message: 'x', error: 'Error', detail: 'outer', stack, cause }).slice(2)).toEqual([
      '      at place (functions/orders/place.ts:3:5)',
      '    caused by TypeError: inner',
      '      at f (functions/a.ts:1:1)',
      '    caused by why',
    ]);
  });
});
