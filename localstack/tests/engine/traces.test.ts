import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import {
  BatchGetTracesCommand,
  GetTraceSummariesCommand,
  PutTraceSegmentsCommand,
  XRayClient,
} from '@aws-sdk/client-xray';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig, engineEndpoint, until } from '../support/engine.ts';

const xray = new XRayClient(clientConfig());
const lambda = new LambdaClient(clientConfig());
const FunctionName = `daemon-${Date.now().toString(36)}`;
const HEAD = '{"format": "json", "version": 1}\n';
let daemon: { host: string; port: number };

const hex = (digits: number) => randomBytes(digits / 2).toString('hex');
const newId = () => `1-${Math.floor(Date.now() / 1000).toString(16)}-${hex(24)}`;

function segment(trace_id: string, more: object = {}) {
  const now = Date.now() / 1000;
  return { trace_id, id: hex(16), name: 'test', start_time: now, end_time: now, ...more };
}

/** Sends datagrams one after the other without a pause. */
async function send(...datagrams: (string | Buffer)[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const datagram of datagrams)
    await new Promise((done) => socket.send(datagram, daemon.port, daemon.host, done));
  socket.close();
}

const put = (...documents: object[]) =>
  xray.send(
    new PutTraceSegmentsCommand({
      TraceSegmentDocuments: documents.map((document) => JSON.stringify(document)),
    }),
  );

const segments = async (id: string) => {
  const { Traces = [] } = await xray.send(new BatchGetTracesCommand({ TraceIds: [id] }));
  return Traces[0]?.Segments ?? [];
};

beforeAll(async () => {
  const code = 'export const handler = async () => process.env.AWS_XRAY_DAEMON_ADDRESS;';
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/daemon',
      Code: { ZipFile: zipSync({ 'index.mjs': Buffer.from(code) }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName });
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  const [host = '', port] = JSON.parse(Payload!.transformToString()).split(':');
  daemon = { host, port: Number(port) };
});
afterAll(() => lambda.send(new DeleteFunctionCommand({ FunctionName })));

describe('The port of the X-Ray daemon', () => {
  it('is on loopback, and is not the usual one of the daemon', () => {
    expect(daemon.host).toBe('127.0.0.1');
    expect(daemon.port).toBeGreaterThan(1024);
    expect(daemon.port).not.toBe(2000);
  });

  it('takes 200 segments that come at once', async () => {
    const id = newId();
    await send(...Array.from({ length: 200 }, () => HEAD + JSON.stringify(segment(id))));
    await until(async () => (await segments(id)).length === 200, { what: '200 segments' });
  });

  it('takes one of 60 kB', async () => {
    const id = newId();
    const metadata = { default: { text: 'x'.repeat(60_000) } };
    await send(HEAD + JSON.stringify(segment(id, { metadata })));
    const one = await until(async () => (await segments(id))[0], { what: 'it' });
    expect(one.Document).toContain('x'.repeat(60_000));
  });

  it.each([
    ['that is empty', ''],
    ['that is no text', Buffer.from([0, 255, 10, 128])],
    ['without a head', JSON.stringify(segment(newId()))],
    ['with another head', '{"format": "xml", "version": 1}\n<a/>'],
    ['that ends in its document', `${HEAD}{"trace_id":`],
    ['whose document is a list', `${HEAD}[]`],
    ['that is nested without end', `${HEAD}${'['.repeat(30_000)}`],
    ['whose document lacks nearly all', `${HEAD}{"id":"1"}`],
    ['whose subsegments are none', HEAD + JSON.stringify(segment(newId(), { subsegments: { a: 1 } }))],
  ])('leaves out a datagram %s, and takes the next', async (_, datagram) => {
    const id = newId();
    await send(datagram, HEAD + JSON.stringify(segment(id)));
    await until(async () => (await segments(id)).length === 1, { what: 'the segment after it' });
  });
});

describe('X-Ray', () => {
  it('keeps a document of 64 kB and refuses a larger one', async () => {
    const [small, large] = [newId(), newId()];
    const sized = (id: string, bytes: number) => segment(id, { metadata: { a: { b: 'x'.repeat(bytes) } } });
    const { UnprocessedTraceSegments } = await put(sized(small, 64_000), sized(large, 66_000));
    expect(UnprocessedTraceSegments).toHaveLength(1);
    expect([await segments(small), await segments(large)].map(({ length }) => length)).toEqual([1, 0]);
  });

  it('does not replace a complete segment by one that is in progress', async () => {
    const id = newId();
    const over = segment(id);
    const { end_time: _, ...begun } = over;
    await put(over);
    await put({ ...begun, in_progress: true });
    expect(JSON.parse((await segments(id))[0]!.Document!)).toMatchObject({ end_time: over.end_time });
  });

  it('gives large traces in pages, each of them once', async () => {
    const ids = Array.from({ length: 5 }, newId);
    for (const id of ids)
      await put(
        ...Array.from({ length: 3 }, () => segment(id, { metadata: { a: { b: 'x'.repeat(50_000) } } })),
      );
    const seen: string[] = [];
    let pages = 0;
    let NextToken: string | undefined;
    do {
      const page = await xray.send(new BatchGetTracesCommand({ TraceIds: ids, NextToken }));
      seen.push(...page.Traces!.map(({ Id }) => Id!));
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken);
    expect(pages).toBeGreaterThan(1);
    expect(seen.toSorted()).toEqual(ids.toSorted());
  });

  it('gives summaries in pages, the latest first', async () => {
    const run = hex(8);
    const begun = Date.now() / 1000;
    const put120 = Array.from({ length: 120 }, (_, index) =>
      segment(newId(), { start_time: begun - index / 100, annotations: { run, index } }),
    );
    await put(...put120);
    const range = { StartTime: new Date(Date.now() - 60_000), EndTime: new Date(Date.now() + 1000) };
    const seen: (number | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await xray.send(
        new GetTraceSummariesCommand({ ...range, FilterExpression: `annotation.run = "${run}"`, NextToken }),
      );
      expect(page.TraceSummaries!.length).toBeLessThanOrEqual(100);
      seen.push(
        ...page.TraceSummaries!.map((one) => one.Annotations?.index?.[0]?.AnnotationValue?.NumberValue),
      );
      NextToken = page.NextToken;
    } while (NextToken);
    expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => index));
  });

  it.each([
    ['/Traces', { TraceIds: 'one' }],
    ['/Traces', { TraceIds: [newId()], NextToken: 'nonsense' }],
    ['/TraceSummaries', {}],
    ['/TraceSummaries', { StartTime: 'yesterday', EndTime: 2 }],
    ['/TraceSummaries', { StartTime: 2, EndTime: 1 }],
    ['/TraceSummaries', { StartTime: 1, EndTime: 2, FilterExpression: 7 }],
    ['/TraceSegments', { TraceSegmentDocuments: [1] }],
    ['/TraceSegments', []],
  ])('answers a request to %s that is none with InvalidRequestException: %j', async (path, body) => {
    const { accessKeyId, sessionToken = '' } = clientConfig().credentials;
    const response = await fetch(engineEndpoint() + path, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/xray/aws4_request, SignedHeaders=host, Signature=0`,
        'x-amz-security-token': sessionToken,
      },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('InvalidRequestException');
  });

  it.each(['/Traces', '/TraceSummaries', '/TraceSegments', '/TraceGraph', '/ServiceGraph'])(
    'gives %s to nobody without the engine’s key',
    async (path) => {
      const response = await fetch(engineEndpoint() + path, { method: 'POST', body: '{}' });
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({
        message: expect.stringContaining('Missing Authentication Token'),
      });
    },
  );
});
