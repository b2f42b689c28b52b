/**
 * One execution environment of Lambda, as far as it is measured: loads a bundle, answers one request, then many. Told by the last
 * line on file descriptor 3: milliseconds of the processor until the first answer, and microseconds of each later one.
 *
 *     node environment.ts BUNDLE REQUESTS
 */
import { writeSync } from 'node:fs';

const [bundle = '', requests = '0'] = process.argv.slice(2);
const REQUEST_ID = 'e0c5a74f-ae36-4a6f-ad85-f2f2be2a8130';

const context = {
  awsRequestId: REQUEST_ID,
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${process.env.AWS_LAMBDA_FUNCTION_NAME}`,
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 10_000,
};
const event = {
  httpMethod: 'POST',
  resource: '/orders',
  path: '01a21b8e-0ecd-76fc-9929-29ced22ec01a',
  headers: {},
};

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/**
 * Each request has a trace of its own, as API Gateway gives it, and comes out of the event loop, as it does from Lambda: what was written meanwhile
 * and found the pipe full is written then.
 */
async function answer(handler: Handler, index: number): Promise<void> {
  await new Promise(setImmediate);
  const unique = index.toString(16).padStart(24, '0');
  process.env._X_AMZN_TRACE_ID = `Root=1-6b091a1f-${unique};Parent=53995c3f42cd8ad8;Sampled=1`;
  await handler(event, context);
}

const used = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

const before = used();
const { handler } = (await import(bundle)) as { handler: Handler };
await answer(handler, 0);
const cold = (used() - before) / 1000;

const rounds: number[] = [];
const EACH = 500;
for (let index = 1; index <= Number(requests); index += EACH) {
  const began = used();
  for (let one = 0; one < EACH; one += 1) await answer(handler, index + one);
  rounds.push((used() - began) / EACH);
}
const warm = rounds.toSorted((a, b) => a - b)[rounds.length >> 1] ?? 0;
writeSync(3, `${JSON.stringify({ cold, warm })}\n`);
// What was sent without being waited for is on its way still.
setTimeout(() => process.exit(0), 100);
