import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PutTraceSegmentsCommand, XRayClient } from '@aws-sdk/client-xray';
import { engineFolders, stopEngine } from '@serverless-orders/localstack';
import { afterAll, describe, expect, it } from 'vitest';
import { showTraces } from '../../ops/traces/viewer.ts';
import { clientConfig, engineEndpoint, until } from '../support/engine.ts';

/** Viewers are beside no engine here, so that they can be ended without one. */
const NAME = 'test-viewers';
const folders = engineFolders(NAME);
const report = () => {};
const hex = (digits: number) => randomBytes(digits / 2).toString('hex');

/** Puts a trace of two segments into the engine. @returns its id, as W3C writes it. */
async function putTrace(): Promise<string> {
  const now = Date.now() / 1000;
  const trace_id = `1-${Math.floor(now).toString(16)}-${hex(24)}`;
  const ids = [hex(16), hex(16)];
  const segment = { trace_id, start_time: now, end_time: now + 0.2 };
  const documents = [
    { ...segment, id: ids[0], name: 'caller', annotations: { order_id: 'o-1' } },
    { ...segment, id: ids[1], name: 'called', parent_id: ids[0], fault: true },
  ];
  await new XRayClient(clientConfig()).send(
    new PutTraceSegmentsCommand({ TraceSegmentDocuments: documents.map((one) => JSON.stringify(one)) }),
  );
  return trace_id.replace(/^1-|-/g, '');
}

afterAll(async () => {
  await stopEngine(NAME);
  rmSync(folders.root, { recursive: true, force: true });
});

describe('An address that takes OTLP', () => {
  it('gets the traces of the engine', async () => {
    const bodies: string[] = [];
    const collector = createServer((request, response) => {
      let body = `${request.url} `;
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        bodies.push(body);
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((done) => collector.once('listening', done));
    const otlp = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const traceId = await putTrace();
    await showTraces(folders, engineEndpoint(), { otlp, report });
    const body = await until(() => bodies.find((one) => one.includes(traceId)), { what: 'the trace' });
    expect(body).toMatch(/^\/v1\/traces /);
    expect(body).toContain('"service.name"');
    collector.close();
  });

  it('that takes nothing is told at once', async () => {
    const shown = showTraces(folders, engineEndpoint(), { otlp: 'http://127.0.0.1:1', report });
    await expect(shown).rejects.toThrow('nothing takes OTLP over HTTP at http://127.0.0.1:1');
  });
});
