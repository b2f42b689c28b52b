import { createSocket, type Socket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { toSend } from './batch.ts';
import { fitting } from './datagrams.ts';
import { newSpanId, newTraceId } from './ids.ts';
import { fail } from './in-span.ts';
import { otlpOf } from './otlp-document.ts';
import { otlpExporter } from './otlp-export.ts';
import { RecordedSpan } from './span.ts';
import { type Document, documentsOf } from './xray-document.ts';

const TRACE = '5759e988bd862e3fe1be46a994272793';
const ROOT = '1-5759e988-bd862e3fe1be46a994272793';

interface Made {
  name?: string;
  kind?: SpanKind;
  traceId?: string;
  parent?: RecordedSpan | string;
  sampled?: boolean;
}

function made({
  name = 'a span',
  kind = SpanKind.INTERNAL,
  traceId = TRACE,
  parent,
  sampled = true,
}: Made = {}) {
  const parentSpanId = typeof parent === 'string' ? parent : parent?.spanContext().spanId;
  const context = { traceId, spanId: newSpanId(), traceFlags: sampled ? 1 : 0 };
  return new RecordedSpan({ name, kind, context, parentSpanId, startTime: 1_700_000_000_000.25 });
}

const ended = (span: RecordedSpan) => {
  span.end(span.startTime + 12.5);
  return span;
};
const idOf = (span: RecordedSpan) => span.spanContext().spanId;

describe('what is sent', () => {
  it.each([
    ['a sampled trace', { sampled: true }, SpanStatusCode.UNSET, 2],
    ['a trace that is not sampled', { sampled: false }, SpanStatusCode.UNSET, 0],
    ['one that is not, and whose invocation failed', { sampled: false }, SpanStatusCode.ERROR, 2],
  ])('is %s', (_, given, code, count) => {
    const entry = made({ ...given, kind: SpanKind.SERVER }).setStatus({ code });
    const call = made({ ...given, kind: SpanKind.CLIENT, parent: entry });
    expect(toSend({ spans: [entry, call], lambda: undefined })).toHaveLength(count);
  });

  it.each([
    ['an event was not published', SpanKind.INTERNAL],
    ['a message was not processed', SpanKind.CONSUMER],
  ])('is a trace that is not sampled where %s, although its batch went well', (_, kind) => {
    const batch = made({ kind: SpanKind.CONSUMER, traceId: newTraceId() });
    const one = made({ sampled: false, kind, parent: newSpanId() }).setStatus({ code: SpanStatusCode.ERROR });
    expect(toSend({ spans: [batch, one], lambda: undefined })).toEqual([batch, one]);
  });

  it('is not sampled because of a call that failed in an invocation that went well', () => {
    const entry = made({ sampled: false, kind: SpanKind.SERVER });
    const call = made({ sampled: false, kind: SpanKind.CLIENT, parent: entry });
    call.setStatus({ code: SpanStatusCode.ERROR });
    expect(toSend({ spans: [entry, call], lambda: undefined })).toEqual([]);
  });
});

describe('spans as X-Ray takes them', () => {
  const lambda = { traceId: TRACE, parentId: '00000000000000aa', sampled: true };

  it('are a subsegment of the segment that Lambda writes, with all that is below it', () => {
    const entry = made({ name: 'POST /orders', kind: SpanKind.SERVER, parent: '00000000000000bb' });
    const call = made({ kind: SpanKind.CLIENT, parent: entry }).setAttributes({
      'rpc.system.name': 'aws-api',
      'rpc.method': 'DynamoDB/GetItem',
      'aws.request_id': 'r-1',
      'http.response.status_code': 200,
    });
    const [document, ...others] = documentsOf([entry, call].map(ended), { lambda });
    expect(others).toEqual([]);
    expect(document).toMatchObject({
      type: 'subsegment',
      trace_id: ROOT,
      id: idOf(entry),
      parent_id: '00000000000000aa',
      name: 'POST /orders',
      start_time: 1_700_000_000.000_25,
      end_time: 1_700_000_000.012_75,
      subsegments: [
        {
          id: idOf(call),
          name: 'DynamoDB',
          namespace: 'aws',
          aws: { operation: 'GetItem', request_id: 'r-1' },
          http: { response: { status: 200 } },
        },
      ],
    });
    expect(document).not.toHaveProperty('origin');
  });

  it.each([
    ['in a trace that is not Lambda’s', { ...lambda, traceId: newTraceId() }],
    ['in a trace that Lambda does not sample', { ...lambda, sampled: false }],
    ['without Lambda', undefined],
  ])('are a segment of its own %s', (_, own) => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'shop-notify-order');
    const entry = made({ name: 'process orders', kind: SpanKind.CONSUMER, parent: '00000000000000bb' });
    const [document] = documentsOf([ended(entry)], { lambda: own });
    vi.unstubAllEnvs();
    expect(document).toMatchObject({
      trace_id: ROOT,
      parent_id: '00000000000000bb',
      origin: 'AWS::Lambda::Function',
      name: 'shop-notify-order',
      metadata: { otel: { name: 'process orders' } },
    });
    expect(document).not.toHaveProperty('type');
  });

  it.each([
    [404, { error: true }, ['fault', 'throttle']],
    [429, { error: true, throttle: true }, ['fault']],
    [503, { fault: true }, ['error', 'throttle']],
    [200, {}, ['fault', 'error', 'throttle']],
  ])('say of an answer %s whose fault it is', (status, has, hasNot) => {
    const span = made().setAttributes({ 'http.response.status_code': status });
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    const [document] = documentsOf([ended(span)], { lambda });
    expect(document).toMatchObject(has);
    for (const field of hasNot) expect(document).not.toHaveProperty(field);
  });

  it('carry nothing of a message that looks like a frame of a stack', () => {
    const span = made();
    fail(span, new TypeError('no\n    at ada@example.com'));
    expect(JSON.stringify(span.events)).not.toContain('ada@');
    expect(span.events[0]?.attributes['exception.stacktrace']).toMatch(/ at .*export\.spec\.ts/);
  });

  it('carry exceptions, annotations in names that X-Ray takes, and links', () => {
    const span = made({ name: 'process <b>“shop”</b>' }).setAttributes({
      'order.id': 'o-1',
      'faas.coldstart': true,
    });
    fail(span, new TypeError('no ada@example.com here'));
    span.addLink({ context: { traceId: TRACE, spanId: '00000000000000cc', traceFlags: 1 } });
    const [document] = documentsOf([ended(span)], { lambda });
    expect(document).toMatchObject({
      name: 'process _b__shop__/b_',
      fault: true,
      cause: { exceptions: [{ type: 'TypeError', message: 'no [redacted] here' }] },
      annotations: { order_id: 'o-1', faas_coldstart: true, error_type: 'TypeError' },
      links: [{ trace_id: ROOT, id: '00000000000000cc' }],
    });
  });

  it('fit into datagrams, whatever there is: parts of a large one follow by themselves, under their parent', () => {
    const entry = made({ kind: SpanKind.SERVER });
    const calls = Array.from({ length: 300 }, (_, index) =>
      made({ parent: entry, name: `call ${index}` }).setAttribute('text', 'x'.repeat(400)),
    );
    const huge = made({ parent: entry, name: 'huge' }).setAttribute('text', 'x'.repeat(70_000));
    const texts = documentsOf([entry, ...calls, huge].map(ended), { lambda }).flatMap((one) => fitting(one));
    const documents = texts.map((text) => JSON.parse(text) as Document);
    for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    const ids = documents.flatMap(({ id, subsegments = [] }) => [id, ...subsegments.map((one) => one.id)]);
    expect(new Set(ids)).toEqual(new Set([entry, ...calls, huge].map(idOf)));
    expect(documents.every(({ trace_id }) => trace_id === ROOT)).toBe(true);
    expect(
      documents.slice(1).every(({ parent_id, type }) => parent_id === idOf(entry) && type === 'subsegment'),
    ).toBe(true);
  });
});

describe('spans in OTLP', () => {
  it('have what the protocol has', () => {
    const entry = made({ kind: SpanKind.SERVER, parent: '00000000000000bb' });
    entry.setAttributes({ text: 'a', whole: 7, part: 0.5, yes: true, many: ['a', 'b'], none: undefined });
    entry.addLink({ context: { traceId: TRACE, spanId: '00000000000000cc', traceFlags: 1 } });
    fail(entry, new Error('away'));
    const { resourceSpans } = JSON.parse(
      otlpOf([ended(entry)], { 'service.name': 'orders', 'faas.name': undefined }),
    );
    expect(resourceSpans[0].resource.attributes).toEqual([
      { key: 'service.name', value: { stringValue: 'orders' } },
    ]);
    expect(resourceSpans[0].scopeSpans[0].spans).toEqual([
      {
        traceId: TRACE,
        spanId: idOf(entry),
        parentSpanId: '00000000000000bb',
        flags: 1,
        name: 'a span',
        kind: 2,
        startTimeUnixNano: '1700000000000250000',
        endTimeUnixNano: '1700000000012750000',
        attributes: [
          { key: 'text', value: { stringValue: 'a' } },
          { key: 'whole', value: { intValue: '7' } },
          { key: 'part', value: { doubleValue: 0.5 } },
          { key: 'yes', value: { boolValue: true } },
          {
            key: 'many',
            value: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } },
          },
          { key: 'error.type', value: { stringValue: 'Error' } },
        ],
        events: [expect.objectContaining({ name: 'exception' })],
        links: [{ traceId: TRACE, spanId: '00000000000000cc', attributes: [] }],
        status: { code: 2 },
      },
    ]);
  });
});

describe('a collector', () => {
  const spans = [ended(made())];
  const listening = async (server: Server | ReturnType<typeof createTcpServer>) => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const took = async (run: () => Promise<void>) => {
    const began = performance.now();
    await run();
    return performance.now() - began;
  };

  it('gets all over one connection, under the headers that it wants', async () => {
    const got: { url?: string; key?: unknown; body: string }[] = [];
    const connections = new Set<unknown>();
    const server = createServer((request, response) => {
      connections.add(request.socket);
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        got.push({ url: request.url, key: request.headers['api-key'], body });
        response.end('{}');
      });
    });
    const endpoint = await listening(server);
    const send = otlpExporter({ endpoint, headers: 'api-key=a%3Db, x', resource: {} });
    for (let time = 0; time < 3; time += 1) await send(spans);
    server.close();
    server.closeAllConnections();
    expect(got.map(({ url, key }) => [url, key])).toEqual(Array(3).fill(['/v1/traces', 'a=b']));
    expect(JSON.parse(got[0]!.body).resourceSpans[0].scopeSpans[0].spans).toHaveLength(1);
    expect(connections.size).toBe(1);
  });

  it.each([
    ['never answers', undefined, 1_000],
    ['never answers, when there is less time', 50, 250],
  ])('that %s is waited for no longer than that', async (_, longestMs, atMost) => {
    const server = createTcpServer(() => {});
    const send = otlpExporter({ endpoint: await listening(server), resource: {}, longestMs });
    const ms = await took(() => send(spans));
    server.close();
    expect(ms).toBeGreaterThanOrEqual((longestMs ?? 300) - 5);
    expect(ms).toBeLessThan(atMost);
  });

  it('that fails, or is not there, is asked once and costs nothing', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.writeHead(503).end();
    });
    const endpoint = await listening(server);
    const send = otlpExporter({ endpoint, resource: {} });
    await send(spans);
    expect(asked).toBe(1);
    server.close();
    server.closeAllConnections();
    await send(spans);
    expect(asked).toBe(1);
  });
});

describe("X-Ray's daemon", () => {
  let daemon: Socket;
  const got: string[] = [];
  const from = new Set<number>();

  beforeAll(async () => {
    daemon = createSocket('udp4').on('message', (message, { port }) => {
      got.push(message.toString());
      from.add(port);
    });
    await new Promise<void>((resolve) => daemon.bind(0, '127.0.0.1', resolve));
    vi.stubEnv('AWS_XRAY_DAEMON_ADDRESS', `127.0.0.1:${daemon.address().port}`);
    vi.resetModules();
  });
  afterAll(() => {
    daemon.close();
    vi.unstubAllEnvs();
  });
  beforeEach(() => void got.splice(0));

  it('gets one datagram for an invocation, in the form of its protocol', async () => {
    const { flush } = await import('./flush.ts');
    const entry = made({ kind: SpanKind.SERVER });
    const batch = {
      spans: [entry, made({ parent: entry }), made({ parent: entry })].map(ended),
      lambda: undefined,
    };
    await flush(batch);
    await vi.waitFor(() => expect(got).toHaveLength(1));
    const [header, document] = got[0]!.split('\n');
    expect(JSON.parse(header!)).toEqual({ format: 'json', version: 1 });
    expect(JSON.parse(document!)).toMatchObject({ trace_id: ROOT, subsegments: [{}, {}] });
  });

  it('gets what there is before a function runs out of its time, the call that it hangs in included', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const { invocation } = await import('../invocation.ts');
    const { inSpan } = await import('./in-span.ts');
    const { promise, resolve } = Promise.withResolvers<void>();
    const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 450 } as Context;
    const under = invocation('step', () => inSpan({ name: 'hangs' }, () => promise))({}, context);
    await vi.waitFor(() => expect(got).toHaveLength(1));
    expect(JSON.parse(got[0]!.split('\n')[1]!)).toMatchObject({
      fault: true,
      cause: { exceptions: [{ type: 'TimeIsUp' }] },
      subsegments: [{ name: 'hangs' }],
    });
    resolve();
    await under;
    expect(got).toHaveLength(1);
    write.mockRestore();
  });

  it.skipIf(process.platform !== 'linux')('gets it from a socket that nobody else reaches', () => {
    const bound = readFileSync('/proc/net/udp', 'utf8');
    expect(from.size).toBe(1);
    for (const port of from)
      expect(bound).toContain(` 0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} `);
  });

  it('may be away', async () => {
    const { flush } = await import('./flush.ts');
    daemon.close();
    const write = vi.spyOn(console, 'error');
    await flush({ spans: [ended(made())], lambda: undefined });
    await flush({ spans: [ended(made())], lambda: undefined });
    expect(write).not.toHaveBeenCalled();
    daemon = createSocket('udp4');
    write.mockRestore();
  });
});
