import { describe, expect, it } from 'vitest';
import { type Part, spansOf } from './documents.ts';
import { otlpDocument } from './otlp-spans.ts';
import type { EndedSpan } from './senders.ts';
import { treeDocument, treeLines } from './tree.ts';
import { zipkinSpan } from './zipkin-spans.ts';

const TRACE = '1-6b0920d5-222d07513ec43a904fd3da90';
const OTHER = '1-6b0920d7-2e2a363181bed3a7d2c02f2b';
const id = (digit: number) => String(digit).repeat(16);

/** As they are in X-Ray: API Gateway, Lambda's two, and what the function sent. */
const STAGE: Part = {
  id: id(1),
  trace_id: TRACE,
  name: 'abc/local',
  origin: 'AWS::ApiGateway::Stage',
  start_time: 100,
  end_time: 100.5,
  http: {
    request: { method: 'POST', url: 'http://127.0.0.1:4566/_aws/execute-api/abc/local/orders' },
    response: { status: 201 },
  },
};
const SERVICE: Part = {
  id: id(2),
  parent_id: id(1),
  trace_id: TRACE,
  name: 'place-order',
  origin: 'AWS::Lambda',
  start_time: 100.1,
  end_time: 100.4,
};
const FUNCTION: Part = {
  id: id(3),
  parent_id: id(2),
  trace_id: TRACE,
  name: 'place-order',
  origin: 'AWS::Lambda::Function',
  start_time: 100.1,
  end_time: 100.4,
  fault: true,
  cause: { exceptions: [{ type: 'TypeError', message: 'is none' }] },
  subsegments: [
    {
      id: id(4),
      name: 'DynamoDB',
      namespace: 'aws',
      start_time: 100.2,
      end_time: 100.25,
      metadata: { otel: { name: 'DynamoDB.GetItem', kind: 'CLIENT', 'order.id': 'o-1', sizes: [1, 2] } },
      annotations: { order_id: 'o-1' },
      links: [{ trace_id: OTHER, id: id(9) }],
    },
    { id: id(5), name: 'going on', start_time: 100.3 },
  ],
};
const spans = [STAGE, SERVICE, FUNCTION].flatMap(spansOf);
const ended = spans.filter((span): span is EndedSpan => span.end !== undefined);

describe('spansOf', () => {
  it('gives one span for each segment and subsegment, below its parent', () => {
    expect(spans.map(({ service, name, parentId }) => [service, name, parentId])).toEqual([
      ['API Gateway', 'POST /orders', undefined],
      ['place-order', 'Lambda', id(1)],
      ['place-order', 'function', id(2)],
      ['place-order', 'DynamoDB.GetItem', id(3)],
      ['place-order', 'going on', id(3)],
    ]);
  });

  it('takes attributes as OpenTelemetry names them, times in ms, and what failed', () => {
    expect(spans[3]).toMatchObject({
      kind: 'CLIENT',
      remote: 'DynamoDB',
      attributes: { 'order.id': 'o-1', sizes: '1, 2' },
      links: [{ traceId: OTHER.replace(/^1-|-/g, ''), id: id(9) }],
      start: 100_200,
    });
    expect(spans[2]).toMatchObject({
      failure: 'fault',
      exceptions: [{ type: 'TypeError', message: 'is none' }],
    });
    expect(spans[4]!.end).toBeUndefined();
  });
});

describe('zipkinSpan', () => {
  it('has microseconds, both ends, an error and links as tags', () => {
    expect(zipkinSpan(ended[3]!)).toEqual({
      traceId: '6b0920d5222d07513ec43a904fd3da90',
      id: id(4),
      parentId: id(3),
      kind: 'CLIENT',
      name: 'DynamoDB.GetItem',
      timestamp: 100_200_000,
      duration: 50_000,
      localEndpoint: { serviceName: 'place-order' },
      remoteEndpoint: { serviceName: 'DynamoDB' },
      tags: { 'order.id': 'o-1', sizes: '1, 2', 'link.1': `6b0920d72e2a363181bed3a7d2c02f2b-${id(9)}` },
    });
    expect(zipkinSpan(ended[2]!).tags).toMatchObject({ error: 'TypeError: is none' });
    expect(zipkinSpan({ ...ended[0]!, end: ended[0]!.start }).duration).toBe(1);
  });
});

describe('otlpDocument', () => {
  it('groups by service; times are text of nanoseconds, a fault is an error', () => {
    const { resourceSpans } = otlpDocument(ended) as {
      resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[];
    };
    const [gateway, own] = resourceSpans.map(({ scopeSpans }) => scopeSpans[0]!.spans);
    expect(gateway).toMatchObject([
      { kind: 2, startTimeUnixNano: '100000000000', endTimeUnixNano: '100500000000', status: {} },
    ]);
    expect(gateway![0]).not.toHaveProperty('parentSpanId');
    expect(own).toMatchObject([
      { parentSpanId: id(1) },
      { status: { code: 2 }, events: [{ name: 'exception' }] },
      { links: [{ traceId: '6b0920d72e2a363181bed3a7d2c02f2b', spanId: id(9) }] },
    ]);
  });
});

describe('treeLines', () => {
  it('shows who called whom, when, how long and how it ended', () => {
    // Columns are as wide as what is in them.
    expect(treeLines(spans).map((line) => line.replace(/(?<=\S) {2,}/g, '  '))).toEqual([
      `trace ${TRACE}  1970-01-01T00:01:40.000Z  500 ms  5 spans, 1 failed`,
      'API Gateway  POST /orders  +0  500 ms  201',
      '└ place-order  Lambda  +100  300 ms',
      '  └ place-order  function  +100  300 ms  FAULT TypeError',
      `    ├ place-order  DynamoDB.GetItem  +200  50 ms  -> ${OTHER}`,
      '    └ place-order  going on  +300  goes on',
    ]);
  });

  it('marks what has no parent in the trace', () => {
    const lines = treeLines(spansOf(STAGE).concat(spansOf({ ...SERVICE, parent_id: id(8) })));
    expect(lines[2]).toMatch(/^\? place-order {2}Lambda/);
  });
});

it('treeDocument has both forms of the id, and times as RFC 3339', () => {
  expect(treeDocument(spans)).toMatchObject({
    traceId: '6b0920d5222d07513ec43a904fd3da90',
    xrayTraceId: TRACE,
    spans: [{ name: 'POST /orders', start: '1970-01-01T00:01:40.000Z', ms: 500 }, {}, {}, {}, {}],
  });
});
