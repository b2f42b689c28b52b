import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SESClient } from '@aws-sdk/client-ses';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { vi } from 'vitest';
import { current, here } from './world/current.ts';

/**
 * Puts the functions' surroundings under the simulation's control, from the outside: the SDK's clients, the clock,
 * chance, pauses, ids, and the log. Outside of a simulated invocation all is as ever. Tokens are believed, because
 * verifying them runs on another thread, whose end no clock decides.
 */
vi.mock('../../functions/platform/id.ts', () => ({ newId: () => current().newId() }));
vi.mock('../../functions/platform/tracing/ids.ts', () => ({
  newSpanId: () => '0000000000000001',
  newTraceId: () => '00000001000000000000000000000001',
  isId: () => true,
}));
// What is written and counted of a run nobody reads: it would take as long as the run itself.
vi.mock('../../functions/platform/log.ts', () => ({
  beginLog: () => {},
  logAbout: () => {},
  addToLog: () => {},
  describeError: () => ({}),
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
}));
vi.mock('../../functions/platform/metrics/recorder.ts', () => ({
  count: () => {},
  observe: () => {},
  takeRecorded: () => [],
}));
vi.mock('node:timers/promises', () => ({ setTimeout: (ms: number) => current().pause(ms) }));
vi.mock('jose', () => ({
  createLocalJWKSet: () => undefined,
  createRemoteJWKSet: () => undefined,
  errors: { JOSEError: class extends Error {} },
  jwtVerify: async (token: string) => ({ payload: JSON.parse(Buffer.from(token, 'base64url').toString()) }),
}));

for (const [service, client] of Object.entries({
  DynamoDBClient,
  LambdaClient,
  SESClient,
  SFNClient,
  SNSClient,
  SQSClient,
})) {
  // No spy: it would keep every command of every run.
  Object.assign(client.prototype, { send: (command: unknown) => current().send(service, command) });
}

const now = Date.now.bind(Date);
const random = Math.random.bind(Math);
globalThis.Date = class extends Date {
  constructor(...values: unknown[]) {
    // biome-ignore lint/suspicious/noExplicitAny: all that Date takes
    super(...((values.length > 0 ? values : [here.getStore()?.now() ?? now()]) as [any]));
  }
  static override now = () => here.getStore()?.now() ?? now();
} as DateConstructor;
Math.random = () => (here.getStore()?.random ?? random)();

const write = process.stdout.write.bind(process.stdout) as (...values: unknown[]) => boolean;
process.stdout.write = (...values: unknown[]) => here.getStore() !== undefined || write(...values);

// Every invocation is in one trace, and nothing is sent: no daemon and no collector is named.
process.env._X_AMZN_TRACE_ID = 'Root=1-00000001-000000000000000000000001;Parent=0000000000000001;Sampled=1';
