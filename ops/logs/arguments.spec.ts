import { asked } from '@serverless-orders/command-line/test-asked';
import { describe, expect, it, vi } from 'vitest';
import { logsRequest } from './arguments.ts';
import { logs } from './command.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const ORDER = '01a21b8e-208c-7698-9d13-6aefd6116b9d';
const TRACE = '5759e988bd862e3fe1be46a994272793';
const ask = (words: string) => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  try {
    return logsRequest(asked<Parameters<typeof logsRequest>[0]>(logs, words.split(' ').filter(Boolean)));
  } finally {
    vi.useRealTimers();
  }
};
const PLAIN = { stage: 'local', follow: false, json: false, all: false, since: undefined };

describe('npm run logs', () => {
  it.each([
    ['place-order', { of: { fn: 'place-order' } }],
    ['', { of: { fn: undefined } }],
    [`--order ${ORDER}`, { of: { order: ORDER } }],
    [`--order ${ORDER.toUpperCase()}`, { of: { order: ORDER } }],
    [`--trace ${TRACE}`, { of: { trace: TRACE } }],
    [`--trace ${TRACE.toUpperCase()}`, { of: { trace: TRACE } }],
    [`--trace 00-${TRACE}-53995c3f42cd8ad8-01`, { of: { trace: TRACE } }],
    ['--trace 1-5759e988-bd862e3fe1be46a994272793', { of: { trace: TRACE } }],
    [
      '--trace Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      { of: { trace: TRACE } },
    ],
    ['place-order -f', { of: { fn: 'place-order' }, follow: true }],
    ['place-order --follow --json --all', { of: { fn: 'place-order' }, follow: true, json: true, all: true }],
    ['x --since 30s', { of: { fn: 'x' }, since: NOW - 30_000 }],
    ['x --since 10m', { of: { fn: 'x' }, since: NOW - 600_000 }],
    ['x --since 2h', { of: { fn: 'x' }, since: NOW - 7_200_000 }],
    ['x --since 1d', { of: { fn: 'x' }, since: NOW - 86_400_000 }],
    ['x --since 2026-11-27T10:00:00Z', { of: { fn: 'x' }, since: NOW - 7_200_000 }],
    [`--order ${ORDER} --stage production`, { of: { order: ORDER }, stage: 'production' }],
  ])('understands "%s"', (words, request) => {
    expect(ask(words)).toEqual({ ...PLAIN, ...request });
  });

  it.each([
    ['a b', '"b" is a word too many'],
    [`a --order ${ORDER}`, 'one function, order or trace at a time'],
    [`--order ${ORDER} --trace ${TRACE}`, 'one function, order or trace at a time'],
    ['--order', 'argument'],
    ['--order a"b', 'no id of an order'],
    [`--order ${ORDER.slice(0, 8)}`, 'no id of an order'],
    [`--order ${ORDER}0`, 'no id of an order'],
    ['--trace xyz', 'no id of a trace'],
    [`--trace ${TRACE}0`, 'no id of a trace'],
    ['x --since yesterday', 'no time'],
    ['x --since 10', 'no time'],
    ['x --stage -x', 'stage'],
    ['x --stage ../x', 'no name of a stage'],
    ['x --loud', 'loud'],
  ])('refuses "%s", and says what it takes', (words, why) => {
    expect(() => ask(words)).toThrow(why);
  });
});
