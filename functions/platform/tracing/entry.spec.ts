import { describe, expect, it } from 'vitest';
import { originOf } from './entry.ts';

const ONE = { trace: '5759e988bd862e3fe1be46a994272793', root: '1-5759e988-bd862e3fe1be46a994272793' };
const TWO = { trace: '6759e988bd862e3fe1be46a994272793', root: '1-6759e988-bd862e3fe1be46a994272793' };
const SPAN = '53995c3f42cd8ad8';
const AWS = '00000000000000aa';

const traceparent = (flags: string) => ({ traceparent: `00-${ONE.trace}-${SPAN}-${flags}` });
const header = ({ root }: typeof ONE, parent: string, sampled = '1') => ({
  'x-amzn-trace-id': `Root=${root};Parent=${parent};Sampled=${sampled}`,
});
const environment = ({ root }: typeof ONE, sampled = '1') => `Root=${root};Parent=${AWS};Sampled=${sampled}`;

describe('where an invocation comes from', () => {
  it.each([
    [
      'traceparent, whatever the others say',
      { ...traceparent('01'), ...header(TWO, AWS) },
      environment(TWO),
      ONE,
      SPAN,
      1,
    ],
    ['traceparent that is not sampled', traceparent('00'), environment(TWO), ONE, SPAN, 0],
    ['traceparent within the trace of Lambda', traceparent('01'), environment(ONE), ONE, SPAN, 1],
    ['traceparent in capitals', { TraceParent: traceparent('01').traceparent }, undefined, ONE, SPAN, 1],
    [
      'a header that Lambda has, too: its parent is a segment of API Gateway',
      header(ONE, AWS),
      environment(ONE),
      ONE,
      undefined,
      1,
    ],
    [
      'a header that Lambda has not: its parent is the caller',
      header(ONE, SPAN),
      environment(TWO),
      ONE,
      SPAN,
      1,
    ],
    ['such a header that is not sampled', header(ONE, SPAN, '0'), environment(TWO), ONE, SPAN, 0],
    [
      'such a header that is undecided: as Lambda',
      header(ONE, SPAN, '?'),
      environment(TWO, '0'),
      ONE,
      SPAN,
      0,
    ],
    ['the environment alone', {}, environment(ONE), ONE, undefined, 1],
    ['the environment, not chosen', {}, environment(ONE, '0'), ONE, undefined, 0],
    ['what is no header', { traceparent: 7, 'x-amzn-trace-id': 'x' }, environment(ONE), ONE, undefined, 1],
  ])('is %s', (_, carrier, variable, { trace }, parentSpanId, traceFlags) => {
    expect(originOf(carrier, variable)).toEqual({ traceId: trace, parentSpanId, traceFlags });
  });

  it.each([[undefined], [''], ['Root=oops']])(
    'is a trace of its own where nothing is said: %j',
    (variable) => {
      const [one, other] = [originOf({}, variable), originOf({}, variable)];
      expect(one).toEqual({
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        parentSpanId: undefined,
        traceFlags: 1,
      });
      expect(one.traceId).not.toBe(other.traceId);
    },
  );
});
