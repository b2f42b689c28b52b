import { asked } from '@serverless-orders/command-line/test-asked';
import { describe, expect, it } from 'vitest';
import { tracesRequest } from './arguments.ts';
import { traces } from './command.ts';

const ORDER = '01a21b8e-208c-7698-9d13-6aefd6116b9d';
const TRACE = '6b0920d5222d07513ec43a904fd3da90';
const XRAY = '1-6b0920d5-222d07513ec43a904fd3da90';

const ask = (args: string[], env: NodeJS.ProcessEnv) =>
  tracesRequest(asked<Parameters<typeof tracesRequest>[0]>(traces, args), env);

describe('parseTracesArguments', () => {
  it.each([
    [[], { stage: 'local', show: 'viewer' }],
    [['local-jan'], { stage: 'local-jan', show: 'viewer' }],
    [['--stage', 'prod', XRAY], { stage: 'prod', show: 'trace', trace: TRACE }],
    [[TRACE, '--json'], { stage: 'local', show: 'trace', trace: TRACE }],
    [[`00-${TRACE.toUpperCase()}-0123456789abcdef-01`], { stage: 'local', show: 'trace', trace: TRACE }],
    [[`Root=${XRAY};Parent=0123456789abcdef;Sampled=1`], { stage: 'local', show: 'trace', trace: TRACE }],
    [['--order', ORDER], { stage: 'local', show: 'order', order: ORDER }],
    [
      ['--otlp', 'http://127.0.0.1:4318/v1/traces'],
      { stage: 'local', show: 'otlp', url: 'http://127.0.0.1:4318' },
    ],
    [['--otlp', 'http://127.0.0.1:4318/'], { stage: 'local', show: 'otlp', url: 'http://127.0.0.1:4318' }],
  ])('understands %j', (args, expected) => {
    expect(ask(args, {})).toEqual(expected);
  });

  it('takes the address of OpenTelemetry’s own variable, unless a trace is asked for', () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
    expect(ask([], env)).toMatchObject({ show: 'otlp', url: 'http://127.0.0.1:4318' });
    expect(ask([TRACE], env)).toMatchObject({ show: 'trace' });
  });

  it.each([
    [['not a stage']],
    [['local', 'local']],
    [['--stage', 'local', 'other']],
    [[XRAY, '--order', ORDER]],
    [[TRACE.slice(1)]],
    [[XRAY.slice(0, -1)]],
    [[`00-${TRACE}-0123`]],
    [[ORDER]],
    [['--order', ORDER.slice(1)]],
    [['--order', 'o"1']],
    [['--otlp', 'nowhere']],
    [['--otlp', 'file:///etc/passwd']],
    [['--json']],
    [['--unknown']],
  ])('refuses %j, and says what there is', (args) => {
    expect(() => ask(args, {})).toThrow(/ at a time| is no | belongs to /);
  });
});
