import { describe, expect, it } from 'vitest';
import { tell } from './line.ts';

const TIME = '2026-11-27T05:24:28.123Z';

describe('tell', () => {
  it.each<[string, string, object]>([
    [
      'a line of the project',
      JSON.stringify({ time: TIME, level: 'WARN', message: 'odd', orderId: 'o-1' }),
      { level: 'WARN', message: 'odd', fields: { orderId: 'o-1' }, isMachine: false },
    ],
    [
      'an error as Lambda logs it',
      `${TIME}\tr-1\tERROR\tInvoke Error \t${JSON.stringify({ errorType: 'RangeError', errorMessage: 'away', stack: ['RangeError: away', '    at f (a.ts:1:1)'] })}`,
      {
        level: 'ERROR',
        message: 'Invoke Error',
        fields: { requestId: 'r-1', error: 'RangeError', detail: 'away', stack: '    at f (a.ts:1:1)' },
      },
    ],
    [
      'the console',
      `${TIME}\tr-1\tINFO\thello {x`,
      { level: 'INFO', message: 'hello {x', fields: { requestId: 'r-1' } },
    ],
    [
      'a time limit',
      `${TIME} r-1 Task timed out after 10.00 seconds\n\n`,
      { message: `${TIME} r-1 Task timed out after 10.00 seconds`, isMachine: false },
    ],
    ['the begin', 'START RequestId: r-1 Version: $LATEST\n', { isMachine: true }],
    ['the end', 'END RequestId: r-1\n', { isMachine: true }],
    ['the report', 'REPORT RequestId: r-1\tDuration: 1 ms\n', { isMachine: true }],
    [
      'the report of what went well, in JSON',
      JSON.stringify({
        time: TIME,
        type: 'platform.report',
        record: { requestId: 'r-1', status: 'success' },
      }),
      { message: 'platform.report', fields: { requestId: 'r-1' }, isMachine: true },
    ],
    [
      'the begin, in JSON',
      JSON.stringify({ time: TIME, type: 'platform.start', record: { requestId: 'r-1' } }),
      { isMachine: true },
    ],
    [
      'a crash, in JSON',
      JSON.stringify({
        time: TIME,
        type: 'platform.report',
        record: { requestId: 'r-1', status: 'error', errorType: 'Runtime.ExitError' },
      }),
      {
        level: 'ERROR',
        message: 'platform.report: error',
        fields: { requestId: 'r-1', error: 'Runtime.ExitError' },
        isMachine: false,
      },
    ],
    [
      'an error as Lambda logs it in JSON',
      JSON.stringify({
        timestamp: TIME,
        level: 'ERROR',
        requestId: 'r-1',
        message: {
          errorType: 'RangeError',
          errorMessage: 'away',
          stackTrace: ['RangeError: away', '    at f (a.ts:1:1)'],
        },
      }),
      {
        level: 'ERROR',
        message: 'RangeError',
        fields: { requestId: 'r-1', error: 'RangeError', detail: 'away', stack: '    at f (a.ts:1:1)' },
        isMachine: false,
      },
    ],
    [
      'an error with a name of its own, whose class has none in a bundle',
      JSON.stringify({
        level: 'ERROR',
        requestId: 'r-1',
        message: { errorType: 've', errorMessage: 'away', stackTrace: [], name: 'InsufficientFunds' },
      }),
      {
        message: 'InsufficientFunds',
        fields: { requestId: 'r-1', error: 'InsufficientFunds', detail: 'away', stack: '' },
      },
    ],
    ['metrics', JSON.stringify({ _aws: {}, service: 'orders' }), { message: '', isMachine: true }],
    ['what only looks like JSON', '{"level":', { message: '{"level":', fields: {} }],
    ['JSON that is no object', '[1]', { message: '[1]' }],
    ['nothing', '', { message: '', isMachine: false }],
  ])('reads %s', (_, text, told) => {
    expect(tell({ text })).toMatchObject(told);
  });
});
