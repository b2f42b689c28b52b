/**
 * One execution environment of Lambda, as far as it is measured: loads a bundle, answers one event, and then the same many times.
 * Told by the last line on file descriptor 3, in milliseconds of this process's processor time, all threads counted.
 *
 * It is JavaScript, since Node would have to load what strips types first, and would still be compiling that beside what is measured.
 *
 *     node environment.mjs BUNDLE EVENT.json WARM-INVOCATIONS
 */
import { readFileSync, writeSync } from 'node:fs';

const [bundle = '', eventFile = '', warm = '0'] = process.argv.slice(2);
const text = readFileSync(eventFile, 'utf8');
const context = {
  awsRequestId: 'e0c5a74f-ae36-4a6f-ad85-f2f2be2a8130',
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${process.env.AWS_LAMBDA_FUNCTION_NAME}`,
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 10_000,
};

const used = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Each event has a trace of its own, as Lambda gives it. */
async function answer(handler, index) {
  const unique = index.toString(16).padStart(24, '0');
  process.env._X_AMZN_TRACE_ID = `Root=1-6b091a1f-${unique};Parent=53995c3f42cd8ad8;Sampled=1`;
  return await handler(JSON.parse(text), context);
}

const began = used();
const { handler } = await import(bundle);
const loaded = used();
const first = await answer(handler, 0);
const answered = used();

const EACH = Math.min(100, Number(warm));
const rounds = [];
for (let index = 1; index <= Number(warm); index += EACH) {
  const before = used();
  for (let one = 0; one < EACH; one += 1) await answer(handler, index + one);
  rounds.push((used() - before) / EACH);
}
const told = {
  init: loaded - began,
  first: answered - loaded,
  warm: rounds.toSorted((a, b) => a - b)[rounds.length >> 1],
  status: first?.batchItemFailures?.length ? 'failed' : (first?.statusCode ?? first?.status ?? 'done'),
};
writeSync(3, `${JSON.stringify(told)}\n`);
process.exit(0);
