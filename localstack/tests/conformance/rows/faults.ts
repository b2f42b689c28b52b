import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Faults, type Rule } from '../../../faults/faults.ts';
import { engineEndpoint, until } from '../../support/engine.ts';
import { errorOf, type Lab } from '../lab.ts';
import { failure, type Row } from '../row.ts';

/** What the caller sees when the environment's process is gone. */
const KILLED = 'Runtime.ExitError: RequestId: ID Error: Runtime exited with error: signal: killed';

/** Injected faults as their callers see them: like failures that happen on AWS. */
export const faultRows: Row[] = [
  {
    behaviour: 'kill-before',
    documented:
      'Runtime.ExitError with the signal, nothing was done, and the next invocation has a new process',
    source: 'troubleshooting',
    expected: { failure: KILLED, done: 1, next: 1 },
    see: (lab) => withFault(lab, { fault: 'kill-before', nth: 2 }, secondOfThree),
  },
  {
    behaviour: 'kill-after',
    documented:
      'Runtime.ExitError with the signal, the work was done, and the next invocation has a new process',
    source: 'troubleshooting',
    expected: { failure: KILLED, done: 2, next: 1 },
    see: (lab) => withFault(lab, { fault: 'kill-after', nth: 2 }, secondOfThree),
  },
  {
    behaviour: 'late-answer',
    documented: 'Sandbox.Timedout after the configured seconds, the work was done',
    source: 'troubleshooting',
    expected: {
      failure: 'Sandbox.Timedout: RequestId: ID Error: Task timed out after 2.00 seconds',
      done: 2,
      next: 1,
    },
    see: (lab) => withFault(lab, { fault: 'late-answer', nth: 2 }, secondOfThree),
  },
  {
    behaviour: 'late-answer by a time of its own',
    documented: 'the answer itself, but later: the caller may have given up',
    source: 'invoke',
    expected: { payload: 1, late: true },
    see: (lab) => withFault(lab, { fault: 'late-answer', ms: 2_500 }, (bench) => timed(bench, 2_500)),
  },
  {
    behaviour: 'delay',
    documented: 'the function is late, and has all of its time then',
    source: 'invoke',
    expected: { payload: 1, late: true },
    see: (lab) => withFault(lab, { fault: 'delay', ms: 2_500 }, (bench) => timed(bench, 2_500)),
  },
  {
    behaviour: 'throttle',
    documented:
      'is refused: TooManyRequestsException, 429, ReservedFunctionConcurrentInvocationLimitExceeded',
    source: 'concurrency',
    expected: {
      errorOf: {
        name: 'TooManyRequestsException',
        status: 429,
        reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      },
      next: 1,
      done: 1,
    },
    see: (lab) =>
      withFault(lab, { fault: 'throttle' }, async ({ work, done }) => ({
        errorOf: await errorOf(work()),
        next: (await work()).payload,
        done: done(),
      })),
  },
  {
    behaviour: 'duplicate',
    documented: 'the same event comes twice, also at once; the caller has its own answer',
    source: 'asynchronous',
    expected: { error: undefined, done: 2 },
    see: (lab) =>
      withFault(lab, { fault: 'duplicate' }, async ({ work, done, over }) => {
        const { error } = await work();
        await over();
        return { error, done: done() };
      }),
  },
  {
    behaviour: 'the second and third of what matches',
    documented: 'meet the fault, and nothing else does',
    source: 'concurrency',
    expected: [200, 200, 429, 429, 200, 200],
    see: (lab) =>
      withFault(lab, { fault: 'throttle', match: '"mine"', nth: 2, times: 2 }, ({ work }) =>
        inTurn(['mine', 'other', 'mine', 'mine', 'mine', 'other'], async (tag) => status(work(tag))),
      ),
  },
  {
    behaviour: 'what one rule takes',
    documented: 'the rules after it never see, so that none is used up by it',
    source: 'concurrency',
    expected: [429, 200, 429, 200],
    see: (lab) =>
      withFault(lab, [{ fault: 'throttle' }, { fault: 'throttle', nth: 2 }], ({ work }) =>
        inTurn(['any', 'any', 'any', 'any'], async () => status(work())),
      ),
  },
  {
    behaviour: 'a share by a seed',
    documented: 'meets the fault, the same in every run',
    source: 'concurrency',
    expected: { same: true, some: true },
    see: (lab) =>
      withFault(lab, { share: 0.5, seed: 7, fault: ['throttle'] }, async ({ work, again }) => {
        const calls = Array.from({ length: 24 }, () => 'any');
        const first = await inTurn(calls, async () => status(work()));
        await again();
        const second = await inTurn(calls, async () => status(work()));
        const met = first.filter((each) => each === 429).length;
        return { same: first.join() === second.join(), some: met > 4 && met < 20 };
      }),
  },
  {
    behaviour: 'no plan',
    documented: 'nothing goes wrong, and nothing is said to have',
    source: 'invoke',
    expected: { payload: 1, applied: [] },
    see: (lab) =>
      withFault(lab, { fault: 'throttle' }, async ({ work, end, applied }) => {
        await end();
        return { payload: (await work()).payload, applied: await applied() };
      }),
  },
];

/** A function of its own with a plan of rules for it, and how to use both. */
function bench(lab: Lab, name: string, rules: Partial<Rule>[]) {
  const faults = new Faults(engineEndpoint());
  const plan = `conformance-${name}`;
  const file = join(tmpdir(), `${plan}-${randomUUID()}`);
  const again = () =>
    faults.plan(
      plan,
      rules.map((rule) => ({ function: name, ...rule }) as Rule),
    );
  return {
    work: (tag?: string) => lab.invoke(name, { file, tag }),
    /** How often the handler has run to its end. */
    done: () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0),
    again,
    applied: () => faults.applied(plan),
    /** Waits until all of the faults are over. */
    over: () =>
      until(async () => (await faults.applied(plan)).every(({ endedAt }) => endedAt), { what: 'the copy' }),
    end: async () => {
      await faults.clear(plan);
      rmSync(file, { force: true });
    },
  };
}

type Bench = ReturnType<typeof bench>;

/** Runs `see` while a plan is active. */
async function withFault<T>(
  lab: Lab,
  rules: Partial<Rule> | Partial<Rule>[],
  look: (bench: Bench) => Promise<T>,
): Promise<T> {
  const on = bench(lab, await lab.function('work.handler', { fresh: true, Timeout: 2 }), [rules].flat());
  await on.again();
  try {
    return await look(on);
  } finally {
    await on.end();
  }
}

/** Invokes three times with a fault in the second: what its caller sees, how often the work was done by then, and the third's result. */
async function secondOfThree({ work, done }: Bench) {
  await work();
  const seen = failure(await work());
  return { failure: seen, done: done(), next: (await work()).payload };
}

async function timed({ work }: Bench, leastMs: number) {
  const began = Date.now();
  const { payload } = await work();
  return { payload, late: Date.now() - began >= leastMs };
}

async function inTurn<T>(tags: string[], each: (tag: string) => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (const tag of tags) all.push(await each(tag));
  return all;
}

const status = async (call: Promise<unknown>): Promise<number> => (await errorOf(call)).status;
