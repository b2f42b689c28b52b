import { context, defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Propagator } from './propagator.ts';
import { readTraceparent, writeTraceparent } from './traceparent.ts';
import { readXRay, writeXRay, xrayTraceId } from './xray-header.ts';

const TRACE = '5759e988bd862e3fe1be46a994272793';
const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const SPAN = '53995c3f42cd8ad8';
const OTHER = '1-6759e988-bd862e3fe1be46a994272793';

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''))
    .filter((id) => !/^0+$/.test(id));
const spans = fc.record({
  traceId: hex(32),
  spanId: hex(16),
  traceFlags: fc.constantFrom(0, 1),
  isRemote: fc.constant(true),
});

const propagator = new Propagator();
const extracted = (carrier: Record<string, string | string[]>) =>
  trace.getSpanContext(propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter));
const injected = (span: Parameters<typeof writeXRay>[0]) => {
  const carrier: Record<string, string> = {};
  propagator.inject(trace.setSpanContext(context.active(), span), carrier, defaultTextMapSetter);
  return carrier;
};

afterEach(() => void vi.unstubAllEnvs());

describe('traceparent', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(spans, (span) => void expect(readTraceparent(writeTraceparent(span))).toEqual(span)),
    );
  });

  it('is never anything but itself, whatever comes in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (text) => {
        expect(readTraceparent(text)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['not sampled', `00-${TRACE}-${SPAN}-00`, 0],
    ['sampled', `00-${TRACE}-${SPAN}-01`, 1],
    ['flags that mean nothing yet', `00-${TRACE}-${SPAN}-fe`, 0],
    ['the random flag beside it', `00-${TRACE}-${SPAN}-03`, 1],
    ['a later version', `cc-${TRACE}-${SPAN}-01`, 1],
    ['a later version with more', `cc-${TRACE}-${SPAN}-01-what-comes`, 1],
    ['blanks around it', ` 00-${TRACE}-${SPAN}-01 `, 1],
  ])('is understood: %s', (_, text, traceFlags) => {
    expect(readTraceparent(text)).toEqual({ traceId: TRACE, spanId: SPAN, traceFlags, isRemote: true });
  });

  it.each([
    ['nothing', ''],
    ['the version that is none', `ff-${TRACE}-${SPAN}-01`],
    ['version 00 with more', `00-${TRACE}-${SPAN}-01-more`],
    ['no trace', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['no span', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['too short', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['no flags', `00-${TRACE}-${SPAN}`],
    ['two of them', `00-${TRACE}-${SPAN}-01,00-${TRACE}-${SPAN}-01`],
  ])('is none: %s', (_, text) => {
    expect(readTraceparent(text)).toBeUndefined();
  });
});

describe("X-Ray's header", () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(spans, fc.option(fc.stringMatching(/^[0-9a-f]{1,9}:[0-9]{1,3}$/)), (span, lineage) => {
        expect(readXRay(writeXRay(span, lineage ?? undefined))).toEqual({
          traceId: span.traceId,
          parentId: span.spanId,
          sampled: span.traceFlags === 1,
          ...(lineage && { lineage }),
        });
      }),
    );
  });

  it('is never anything but itself, whatever comes in', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(readXRay(text)).toBeUndefined()));
  });

  it.each([
    ['whole', `Root=${ROOT};Parent=${SPAN};Sampled=1`, { parentId: SPAN, sampled: true }],
    ['in another order', `Sampled=0;Parent=${SPAN};Root=${ROOT}`, { parentId: SPAN, sampled: false }],
    ['undecided', `Root=${ROOT};Parent=${SPAN};Sampled=?`, { parentId: SPAN }],
    ['of a load balancer', `Self=${OTHER};Root=${ROOT}`, {}],
    ['with blanks', `Root=${ROOT}; Parent=${SPAN}; Sampled=1`, { parentId: SPAN, sampled: true }],
    ['with lineage', `Root=${ROOT};Lineage=a87bd80c:1|68fd508a:5`, { lineage: 'a87bd80c:1|68fd508a:5' }],
    ['with a parent that is none', `Root=${ROOT};Parent=xyz;Sampled=1`, { sampled: true }],
    [
      'with what is not known',
      `Root=${ROOT};Parent=${SPAN};Sampled=1;Calls=3`,
      { parentId: SPAN, sampled: true },
    ],
  ])('is understood: %s', (_, text, expected) => {
    expect(readXRay(text)).toEqual({ traceId: TRACE, ...expected });
  });

  it.each([[undefined], [''], ['Root=oops'], ['Root=1-5759e988'], [`Parent=${SPAN}`], [`Root=${TRACE}`]])(
    'is none: %j',
    (text) => {
      expect(readXRay(text)).toBeUndefined();
    },
  );
});

describe('the propagator', () => {
  const ours = `00-${TRACE}-${SPAN}-01`;
  const span = { traceId: TRACE, spanId: SPAN, isRemote: true };

  it.each([
    ['traceparent alone', { traceparent: ours }, { ...span, traceFlags: 1 }],
    [
      'traceparent before what API Gateway has made',
      { traceparent: ours, 'X-Amzn-Trace-Id': `Root=${OTHER};Parent=0000000000000001;Sampled=0` },
      { ...span, traceFlags: 1 },
    ],
    ['the last of several', { traceparent: ['x', ours] }, { ...span, traceFlags: 1 }],
    [
      'X-Ray alone',
      { 'X-Amzn-Trace-Id': `Root=${ROOT};Parent=${SPAN};Sampled=1` },
      { ...span, traceFlags: 1 },
    ],
    [
      'X-Ray where traceparent is none',
      { traceparent: 'oops', 'X-Amzn-Trace-Id': `Root=${ROOT};Parent=${SPAN};Sampled=0` },
      { ...span, traceFlags: 0 },
    ],
    ['X-Ray without a span', { 'X-Amzn-Trace-Id': `Root=${ROOT}` }, undefined],
    ['nothing', {}, undefined],
  ])('takes %s', (_, carrier, expected) => {
    expect(extracted(carrier as Record<string, string>)).toEqual(expected);
  });

  it('writes what it reads, in both notations', () => {
    fc.assert(
      fc.property(spans, (one) => {
        const carrier = injected(one);
        expect(extracted(carrier)).toEqual(one);
        expect(extracted({ 'X-Amzn-Trace-Id': carrier['X-Amzn-Trace-Id']! })).toEqual(one);
      }),
    );
  });

  it("keeps the lineage of Lambda's own header, by which Lambda stops loops, and nothing else of it", () => {
    vi.stubEnv('_X_AMZN_TRACE_ID', `Root=${OTHER};Parent=0000000000000001;Sampled=0;Lineage=a87bd80c:1`);
    expect(injected({ traceId: TRACE, spanId: SPAN, traceFlags: 1 })).toEqual({
      traceparent: ours,
      'X-Amzn-Trace-Id': `Root=${xrayTraceId(TRACE)};Parent=${SPAN};Sampled=1;Lineage=a87bd80c:1`,
    });
  });
});
