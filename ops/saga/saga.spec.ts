import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { asked } from '@serverless-orders/command-line/test-asked';
import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../functions/contracts/events.ts';
import type { Order } from '../../functions/orders/order.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { eventsOf } from '../executions/history.ts';
import { saga } from './command.ts';
import { historyMoments, inShort } from './history-lines.ts';
import type { Life } from './life.ts';
import { inWords, momentLines, momentsOf, stateLines, sumUp, whereToLook } from './tell-life.ts';

const ORDER = '01a21b8e-208c-7698-9d13-6aefd6116b9d';

describe('npm run saga', () => {
  it.each([
    [['list'], { action: 'list', stage: 'local', json: false }],
    [['list', '--stage', 'production'], { action: 'list', stage: 'production', json: false }],
    [['show', ORDER], { action: 'show', order: ORDER, stage: 'local', json: false }],
    [['--stage=test-a', 'redrive', ORDER], { action: 'redrive', order: ORDER, stage: 'test-a', json: false }],
    [['explain', ORDER], { action: 'explain', order: ORDER, stage: 'local', json: false }],
  ])('understands %j', (args, request) => {
    expect(asked(saga, args)).toEqual(request);
  });

  it.each([
    ['nothing', []],
    ['another word', ['cancel', 'a']],
    ['list of an order', ['list', 'a']],
    ['no order', ['show']],
    ['no order', ['redrive']],
    ['no order', ['explain']],
    ['two orders', ['redrive', ORDER, ORDER]],
    ['what is no id', ['show', 'a/b']],
    ['an empty id', ['show', '']],
    ['an id that is too long', ['show', `${ORDER}0`]],
    ['a part of an id', ['explain', ORDER.slice(0, 8)]],
    ['an option that is not there', ['list', '--all']],
    ['no stage', ['list', '--stage']],
    ['a stage that is none', ['list', '--stage', '../x']],
  ])('refuses %s and says how it is used', (_, args) => {
    expect(() => asked(saga, args)).toThrow(UserError);
    expect(() => asked(saga, args)).toThrow(
      expect.objectContaining({ line: expect.stringContaining('npm run saga -- list') }),
    );
  });
});

describe('inShort', () => {
  it.each([
    [undefined, undefined, 'unknown'],
    [
      'Lambda.TooManyRequestsException',
      'Rate Exceeded. (Service: Lambda)',
      'Lambda.TooManyRequestsException: Rate Exceeded. (Service: Lambda)',
    ],
    ['Error', '{"errorType":"Error","errorMessage":"no table","trace":["at x"]}', 'Error: no table'],
    ['Odd', 'first line\nsecond line', 'Odd: first line'],
    ['Same', 'Same', 'Same'],
    ['Long', 'x'.repeat(500), `Long: ${'x'.repeat(100)}`],
  ])('%s with %j is %j', (error, cause, text) => {
    expect(inShort(error, cause)).toBe(text);
  });
});

const time = (second: number) => new Date(Date.UTC(2026, 0, 1, 10, 0, second));
let second = 0;
const event = (type: string, details: object = {}): HistoryEvent => {
  second += 1;
  return { type, timestamp: time(second), id: second, ...details } as HistoryEvent;
};
const entered = (name: string) => event('TaskStateEntered', { stateEnteredEventDetails: { name } });
const scheduled = () => event('TaskScheduled');
const failed = (error: string) => event('TaskFailed', { taskFailedEventDetails: { error } });
const times = <T>(count: number, make: () => T[]) => Array.from({ length: count }, make).flat();

describe('historyMoments', () => {
  it.each<[string, () => HistoryEvent[], string[]]>([
    [
      'a state that succeeds at once',
      () => [
        event('ExecutionStarted'),
        entered('A'),
        scheduled(),
        event('TaskSucceeded'),
        event('ExecutionSucceeded'),
      ],
      ['execution x begins', 'A', 'execution x has SUCCEEDED'],
    ],
    [
      'one that succeeds at the third attempt',
      () => [
        entered('A'),
        ...times(2, () => [scheduled(), failed('Down')]),
        scheduled(),
        event('TaskSucceeded'),
      ],
      ['A', 'A: attempt 1 fails, Down', 'A: attempt 2 fails, Down', 'A: attempt 3 succeeds'],
    ],
    [
      'many attempts that fail alike',
      () => [entered('A'), ...times(21, () => [scheduled(), failed('Down')]), entered('B')],
      [
        'A',
        'A: attempt 1 fails, Down',
        'A: attempt 2 fails, Down',
        'A: attempt 21 fails, Down (so did the 18 before)',
        'B',
      ],
    ],
    [
      'attempts that fail otherwise',
      () => [
        entered('A'),
        scheduled(),
        failed('Down'),
        scheduled(),
        failed('Slow'),
        scheduled(),
        event('TaskTimedOut', { taskTimedOutEventDetails: { error: 'States.Timeout' } }),
      ],
      ['A', 'A: attempt 1 fails, Down', 'A: attempt 2 fails, Slow', 'A: attempt 3 fails, States.Timeout'],
    ],
    [
      'an end in the middle of an attempt',
      () => [entered('A'), scheduled(), failed('Down'), scheduled(), event('ExecutionAborted')],
      ['A', 'A: attempt 1 fails, Down', 'execution x has ABORTED'],
    ],
    [
      'an end that says why',
      () => [
        event('ExecutionFailed', {
          executionFailedEventDetails: { error: 'OrderParked', cause: 'An undo failed.' },
        }),
      ],
      ['execution x has FAILED (OrderParked: An undo failed.)'],
    ],
  ])('tells %s', (_, events, texts) => {
    expect(historyMoments('saga', 'x', eventsOf(events())).map(({ text }) => text)).toEqual(texts);
  });

  it('tells on which line a step has thrown, where that is known', () => {
    const cause = (...trace: string[]) => JSON.stringify({ errorMessage: 'away', trace });
    const events = [
      event('TaskFailed', {
        taskFailedEventDetails: { error: 'Down', cause: cause('Down: away', '    at f (a.mjs:1:2)') },
      }),
      event('TaskFailed', {
        taskFailedEventDetails: { error: 'Down', cause: cause('    at node:internal:1:1') },
      }),
    ];
    const frames = {
      resolve: (text: string) => text.replace('a.mjs:1:2', 'functions/payments/charges.ts:57:25'),
    };
    expect(
      historyMoments(
        'saga',
        'x',
        eventsOf([entered('A'), ...events.flatMap((one) => [scheduled(), one])]),
        frames,
      ).map(({ text }) => text),
    ).toEqual([
      'A',
      'A: attempt 1 fails, Down: away at functions/payments/charges.ts:57:25',
      'A: attempt 2 fails, Down: away',
    ]);
  });
});

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const order: Order = {
  id: 'o',
  customerId: 'c',
  status: 'PENDING',
  items: [{ sku: 'cup', quantity: 2, unitPrice: EUR(1_250) }],
  total: EUR(2_500),
  createdAt: time(0).toISOString(),
  sequence: 1,
};
const life = (more: Partial<Omit<Life, 'order'>> & { order?: Partial<Order> } = {}): Life => ({
  events: [],
  transactions: [],
  executions: [],
  consumed: [],
  messages: [],
  ...more,
  order: { ...order, ...more.order },
});
const held = { orderId: 'o', status: 'HELD' as const, items: [{ sku: 'cup', quantity: 2 }] };
const charged = { status: 'CHARGED' as const, money: EUR(2_500) };
const running = { execution: { name: 'o', machine: 'saga' as const, status: 'RUNNING' }, history: [] };

describe("an order's life", () => {
  it.each([
    [EUR(2_500), '25.00 EUR'],
    [EUR(-5), '-0.05 EUR'],
    [{ amount: 1_250, currency: 'JPY' }, '1250 JPY'],
  ])('has amounts in words: %j', (money, text) => {
    expect(inWords(money)).toBe(text);
  });

  it('is told by time, across the services, with the date when it changes', () => {
    const entry = (account: string, amount: number) => ({
      transaction: 'charge:o',
      kind: 'charge' as const,
      account,
      amount,
      currency: 'EUR',
      createdAt: time(3).toISOString(),
    });
    const moments = momentsOf(
      life({
        order: { attention: true, waitsSince: '2026-01-02T00:00:00.000Z' },
        events: [
          {
            source: '/orders',
            type: 'order.created',
            sequence: 1,
            time: time(1).toISOString(),
          } as unknown as DomainEvent,
        ],
        reservation: { ...held, heldAt: time(2).toISOString() },
        transactions: [
          {
            header: { ...charged, kind: 'charge', createdAt: time(3).toISOString() },
            entries: [entry('customer:c', -2_500), entry('sales', 2_500)],
          },
        ],
        messages: [{ queue: 'orders-parked', at: '2026-01-01T23:59:59.000Z' }],
      }),
    );
    expect(momentLines(moments)).toEqual([
      '2026-01-01',
      '  10:00:01.000  orders     event order.created (1)',
      '  10:00:02.000  inventory  holds 2 cup',
      '  10:00:03.000  payments   books a charge: customer -25.00 EUR, sales +25.00 EUR',
      '  23:59:59.000  operators  a message waits on orders-parked',
      '2026-01-02',
      '  00:00:00.000  orders     is parked: it waits for manual intervention',
    ]);
  });

  it('says when the ledger does not add up', () => {
    const [moment] = momentsOf(
      life({
        transactions: [
          { header: { ...charged, kind: 'charge', createdAt: time(3).toISOString() }, entries: [] },
        ],
      }),
    );
    expect(moment?.text).toContain('does not sum to zero');
  });

  it('says where its logs and its trace are', () => {
    const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';
    const created = { type: 'order.created', traceparent } as DomainEvent;
    expect(whereToLook(life({ events: [created] }), 'local')).toEqual([
      'logs         npm run logs -- --order o',
      'trace        5759e988bd862e3fe1be46a994272793 (npm run logs -- --trace 5759e988bd862e3fe1be46a994272793)',
    ]);
    expect(whereToLook(life(), 'production')).toEqual([
      'logs         npm run logs -- --order o --stage production',
    ]);
  });

  it('begins with what stands', () => {
    expect(
      stateLines(life({ order: { redrives: 2, attention: true }, reservation: held, charge: charged })),
    ).toEqual([
      'order        PENDING, waits for manual intervention, redriven 2 times',
      'asks for     2 cup at 25.00 EUR, for customer c',
      'reservation  HELD, 2 cup',
      'charge       CHARGED, 25.00 EUR',
    ]);
    expect(stateLines(life()).slice(2)).toEqual(['reservation  none', 'charge       none']);
  });

  it.each<[string, Parameters<typeof life>[0], string]>([
    [
      'confirmed',
      { order: { status: 'CONFIRMED' }, reservation: held, charge: charged },
      'order o is CONFIRMED: 25.00 EUR charged and 2 cup held',
    ],
    [
      'cancelled',
      { order: { status: 'CANCELLED', reason: { code: 'OutOfStock', message: '' } } },
      'order o is CANCELLED (OutOfStock): nothing charged and nothing held',
    ],
    [
      'running',
      { executions: [running], reservation: held },
      'order o is PENDING, 2 cup held: its execution o runs',
    ],
    [
      'left alone',
      { charge: charged },
      'order o is PENDING for 420 min, 25.00 EUR charged, and no execution runs: the reconciler takes it up',
    ],
    [
      'parked',
      {
        order: {
          attention: true,
          waitsSince: 'T',
          stranded: { failure: { Error: 'OutOfStock' }, refundFailure: { Error: 'Down' } },
        },
        charge: charged,
      },
      'order o waits for manual intervention since T, 25.00 EUR charged: RefundPayment failed (Down); mend it, then npm run saga -- redrive o',
    ],
  ])('comes to one line: %s', (_, more, line) => {
    expect(sumUp(life(more), time(0).getTime() + 7 * 60 * 60_000)).toBe(line);
  });
});
