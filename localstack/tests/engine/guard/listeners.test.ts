import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineFolders } from '../../../engine/folders.ts';
import { findProcesses } from '../../../engine/leftovers.ts';
import { readRecord } from '../../../engine/record.ts';
import { clientConfig, until } from '../../support/engine.ts';
import { type RawRequest, rawRequest } from '../../support/raw-request.ts';

const folders = engineFolders(process.env.TEST_ENGINE!);
const lambda = new LambdaClient(clientConfig());
const FunctionName = `listeners-${Date.now().toString(36)}`;
const LISTENING = '0A';

/** The TCP ports that the engine's processes listen on. */
function listening(): number[] {
  const sockets = new Map<string, number>();
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6'])
    for (const line of readFileSync(file, 'utf8').split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state === LISTENING) sockets.set(`socket:[${inode}]`, Number.parseInt(local.split(':')[1]!, 16));
    }
  /** Of what was closed, or has ended, since it was listed. */
  const unlessGone = <T>(read: () => T[]): T[] => {
    try {
      return read();
    } catch {
      return [];
    }
  };
  const held = findProcesses(folders, readRecord(folders)).flatMap(({ pid }) =>
    unlessGone(() => readdirSync(`/proc/${pid}/fd`)).flatMap((fd) =>
      unlessGone(() => [sockets.get(readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? []].flat()),
    ),
  );
  return [...new Set(held)];
}

/** Requests that are sent to each port: for a function's next event, for tables, for faults. */
const QUESTIONS: Omit<RawRequest, 'headers'>[] = [
  { path: '/2018-06-01/runtime/invocation/next' },
  { method: 'POST', path: '/2018-06-01/runtime/init/error', body: '{}' },
  { path: '/_faults' },
  { path: '/shell/' },
  { method: 'OPTIONS', path: '/' },
  { method: 'POST', path: '/', body: '{}' },
];
const TABLES = {
  'X-Amz-Target': 'DynamoDB_20120810.ListTables',
  'Content-Type': 'application/x-amz-json-1.0',
  Authorization:
    'AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};

/** What a port answers whose environment other tests are done with, and which was closed since it was listed: nothing. */
const unlessClosed = (port: number) => (error: unknown) => {
  if (listening().includes(port)) throw error;
  return { status: 0, text: '' };
};

describe.skipIf(process.platform !== 'linux' || process.env.AWS_ENDPOINT_URL)(
  'Every port of the engine',
  () => {
    beforeAll(async () => {
      const code =
        'export const handler = (event) => new Promise((done) => setTimeout(() => done(event), event.ms ?? 0));';
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::000000000000:role/listeners',
          Timeout: 60,
          Code: { ZipFile: zipSync({ 'index.mjs': Buffer.from(code) }) },
        }),
      );
      await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName });
    });
    afterAll(() => lambda.send(new DeleteFunctionCommand({ FunctionName })));

    const invoke = async (event: object) => {
      const { Payload } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
      );
      return JSON.parse(Payload!.transformToString());
    };

    it('refuses requests without the key, while a function runs and while it is frozen', async () => {
      await invoke({});
      const ports = listening();
      // At least the gateway's and the function's own.
      expect(ports.length).toBeGreaterThanOrEqual(2);
      const working = invoke({ ms: 8000, secret: 'of the caller' });
      const asked = ports.flatMap((port) =>
        QUESTIONS.map(async (question) => {
          const headers = { Host: `127.0.0.1:${port}`, Origin: 'http://evil.example', ...TABLES };
          const { status, text } = await rawRequest(port, { ...question, headers }, 5000).catch(
            unlessClosed(port),
          );
          return { port, ...question, status, text };
        }),
      );
      for (const answer of await Promise.all(asked)) {
        // 0: no answer, from a frozen environment, which reads nothing, or from one that is gone.
        expect([0, 400, 403], JSON.stringify(answer)).toContain(answer.status);
        expect(answer.text).not.toMatch(/of the caller|access-control-allow|TableNames/i);
      }
      expect(await working).toEqual({ ms: 8000, secret: 'of the caller' });
      await until(async () => (await invoke({ n: 1 })).n === 1, { what: 'the function to go on' });
    });
  },
);
