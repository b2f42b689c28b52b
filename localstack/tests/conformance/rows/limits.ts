import {
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { errorOf, type Lab } from '../lab.ts';
import { failure, type Row } from '../row.ts';

const MIB = 1024 * 1024;

/** Limits of sizes and of concurrency. */
export const limitRows: Row[] = [
  {
    behaviour: 'request of 6 MB',
    documented: 'is accepted',
    source: 'quotas',
    expected: 6 * MIB - 2,
    see: async (lab) => (await lab.run('echo.sizeOf', 'x'.repeat(6 * MIB - 2))).payload,
  },
  {
    behaviour: 'request above 6 MB',
    documented: 'is refused: RequestEntityTooLargeException, 413',
    source: 'quotas',
    expected: { name: 'RequestEntityTooLargeException', status: 413 },
    see: async (lab) => errorOf(lab.run('echo.sizeOf', 'x'.repeat(6 * MIB))),
  },
  {
    behaviour: 'asynchronous request above 1 MB',
    documented: 'is refused: RequestEntityTooLargeException, 413',
    source: 'quotas',
    expected: { name: 'RequestEntityTooLargeException', status: 413 },
    see: async (lab) => {
      const name = await lab.function('echo.sizeOf');
      return errorOf(lab.invoke(name, 'x'.repeat(MIB), { InvocationType: 'Event', LogType: 'None' }));
    },
  },
  {
    behaviour: 'response of 6 MB',
    documented: 'is delivered',
    source: 'quotas',
    expected: 6 * MIB,
    see: async (lab) => (await lab.run('echo.large', { bytes: 6 * MIB })).payload.length,
  },
  {
    behaviour: 'response above 6 MB',
    documented: 'Function.ResponseSizeTooLarge, and the environment lives on',
    source: 'quotas',
    expected: {
      failure:
        'Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      next: 'x',
    },
    see: async (lab) => ({
      failure: failure(await lab.run('echo.large', { bytes: 6 * MIB + 100 })),
      next: (await lab.run('echo.large', { bytes: 1 })).payload,
    }),
  },
  {
    behaviour: 'reserved concurrency of 1, two invocations at once',
    documented:
      'one is throttled: TooManyRequestsException, 429, ReservedFunctionConcurrentInvocationLimitExceeded',
    source: 'concurrency',
    expected: {
      name: 'TooManyRequestsException',
      status: 429,
      reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    },
    see: async (lab) => {
      const name = await lab.function('echo.slow', { fresh: true });
      return reserving(lab, name, 1, () => throttled(lab, name, 2));
    },
  },
  {
    behaviour: 'reserved concurrency of 0',
    documented: 'every invocation is throttled',
    source: 'concurrency',
    expected: {
      name: 'TooManyRequestsException',
      status: 429,
      reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    },
    see: async (lab) => {
      const name = await lab.function('echo.slow', { fresh: true });
      return reserving(lab, name, 0, () => throttled(lab, name, 1));
    },
  },
  {
    behaviour: 'more invocations at once than the account may have',
    documented: 'are throttled: TooManyRequestsException, 429, ConcurrentInvocationLimitExceeded',
    source: 'concurrency',
    expected: { name: 'TooManyRequestsException', status: 429, reason: 'ConcurrentInvocationLimitExceeded' },
    see: async (lab) => {
      const [greedy, name] = [
        await lab.function('echo.handler', { fresh: true }),
        await lab.function('echo.slow'),
      ];
      const limit = await concurrency(lab);
      const left = Math.max(1, Math.floor(limit / 10));
      return reserving(lab, greedy, limit - left, () => throttled(lab, name, left + 1));
    },
  },
  {
    behaviour: 'after a throttle',
    documented: 'the function can be invoked as before',
    source: 'concurrency',
    expected: 'slept',
    see: async (lab) => (await lab.run('echo.slow', { ms: 1 })).payload,
  },
];

/** Runs `see` while a function has reserved concurrency. */
async function reserving<T>(
  lab: Lab,
  FunctionName: string,
  count: number,
  look: () => Promise<T>,
): Promise<T> {
  await lab.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: count }),
  );
  try {
    return await look();
  } finally {
    await lab.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }
}

async function concurrency(lab: Lab): Promise<number> {
  const { AccountLimit } = await lab.lambda.send(new GetAccountSettingsCommand({}));
  return AccountLimit?.ConcurrentExecutions ?? 0;
}

/** The error of the first refused invocation among several at once. */
async function throttled(lab: Lab, name: string, count: number) {
  const call = () => lab.lambda.send(new InvokeCommand({ FunctionName: name, Payload: '{"ms":1500}' }));
  const answers = await Promise.all(Array.from({ length: count }, () => errorOf(call())));
  return answers.find((seen) => seen.name !== 'none');
}
