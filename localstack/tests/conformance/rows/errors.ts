import type { Lab } from '../lab.ts';
import { failure, type Row } from '../row.ts';

/** What a caller gets when the function fails while it handles an invocation. */
export const errorRows: Row[] = [
  {
    behaviour: 'error with a name of its own',
    documented: 'errorType is the name, errorMessage the message; FunctionError is Unhandled',
    source: 'handler',
    expected: { error: 'Unhandled', status: 200, failure: 'OutOfStock: none left' },
    see: async (lab) => {
      const seen = await lab.run('errors.named');
      return { error: seen.error, status: seen.status, failure: failure(seen) };
    },
  },
  {
    behaviour: 'error of the language',
    documented: 'errorType is TypeError, with a trace',
    source: 'handler',
    expected: { type: 'TypeError', trace: true },
    see: async (lab) => {
      const { payload } = await lab.run('errors.builtIn');
      return { type: payload.errorType, trace: payload.trace[1].includes('errors.mjs') };
    },
  },
  {
    behaviour: 'something else than an error is thrown',
    documented: 'errorType is its type, errorMessage its text',
    source: 'runtimeClient',
    expected: 'string: only text',
    see: async (lab) => failure(await lab.run('errors.text')),
  },
  {
    behaviour: 'environment after a handled error',
    documented: 'is used again',
    source: 'lifecycle',
    expected: [1, 'Unhandled', 3],
    see: (lab) => countAround(lab, { fail: true }),
  },
  {
    behaviour: 'process.exit(0)',
    documented: 'Runtime.ExitError: exited without providing a reason',
    source: 'troubleshooting',
    expected: 'Runtime.ExitError: RequestId: ID Error: Runtime exited without providing a reason',
    see: async (lab) => failure(await lab.run('errors.exit', { code: 0 })),
  },
  {
    behaviour: 'process.exit(3)',
    documented: 'Runtime.ExitError with the exit status',
    source: 'troubleshooting',
    expected: 'Runtime.ExitError: RequestId: ID Error: Runtime exited with error: exit status 3',
    see: async (lab) => failure(await lab.run('errors.exit', { code: 3 })),
  },
  {
    behaviour: 'process killed by a signal',
    documented: 'Runtime.ExitError with the signal',
    source: 'troubleshooting',
    expected: 'Runtime.ExitError: RequestId: ID Error: Runtime exited with error: signal: killed',
    see: async (lab) => failure(await lab.run('errors.kill', { signal: 'SIGKILL' })),
  },
  {
    behaviour: 'exception that nobody catches',
    documented: 'ends the process of Node.js 24 with status 1: Runtime.ExitError',
    source: 'runtimeClient',
    expected: 'Runtime.ExitError: RequestId: ID Error: Runtime exited with error: exit status 1',
    see: async (lab) => failure(await lab.run('errors.uncaught')),
  },
  {
    behaviour: 'rejection that nobody handles',
    documented: 'ends the process of Node.js 24 with status 1: Runtime.ExitError',
    source: 'runtimeClient',
    expected: 'Runtime.ExitError: RequestId: ID Error: Runtime exited with error: exit status 1',
    see: async (lab) => failure(await lab.run('errors.unhandled')),
  },
  {
    behaviour: 'promise that never settles, with nothing left to do',
    documented: 'the process of Node.js 24 ends: Runtime.ExitError',
    source: 'runtimeClient',
    expected: 'Runtime.ExitError',
    see: async (lab) => (await lab.run('errors.neverSettles')).payload.errorType,
  },
  {
    behaviour: 'environment after its process ended',
    documented: 'is reset: the next invocation initialises a new process',
    source: 'lifecycle',
    expected: [1, 'Unhandled', 1],
    see: (lab) => countAround(lab, { exit: true }),
  },
  {
    behaviour: 'handler that waits longer than the timeout',
    documented: 'Sandbox.Timedout after the configured seconds',
    source: 'troubleshooting',
    expected: 'Sandbox.Timedout: RequestId: ID Error: Task timed out after 1.00 seconds',
    see: async (lab) => failure(await lab.run('errors.hang', {}, { Timeout: 1 })),
  },
  {
    behaviour: 'handler that never gives up the processor',
    documented: 'Sandbox.Timedout after the configured seconds',
    source: 'troubleshooting',
    expected: 'Sandbox.Timedout: RequestId: ID Error: Task timed out after 1.00 seconds',
    see: async (lab) => failure(await lab.run('errors.loop', {}, { Timeout: 1 })),
  },
  {
    behaviour: 'heap fills up',
    documented:
      'Node.js aborts at the limit of its heap, or is killed above the memory size, whichever comes first',
    source: 'troubleshooting',
    expected: 'aborted or killed',
    see: async (lab) => {
      const seen = failure(await lab.run('errors.fillHeap', {}, { MemorySize: 128, Timeout: 60 }));
      return ENDS_OF_MEMORY.includes(seen) ? 'aborted or killed' : seen;
    },
  },
  {
    behaviour: 'memory fills up outside of the heap',
    documented: 'the process is killed above the memory size: Runtime.OutOfMemory',
    source: 'troubleshooting',
    expected: 'Runtime.OutOfMemory: RequestId: ID Error: Runtime exited with error: signal: killed',
    see: async (lab) => failure(await lab.run('errors.fillBuffers', {}, { MemorySize: 128, Timeout: 60 })),
  },
];

/** The heap's limit and the memory size are close together: either may be reached first. */
const ENDS_OF_MEMORY = [
  'Runtime.ExitError: RequestId: ID Error: Runtime exited with error: signal: aborted',
  'Runtime.OutOfMemory: RequestId: ID Error: Runtime exited with error: signal: killed',
];

/** The module's count of invocations before and after an event that fails. */
async function countAround(lab: Lab, event: object): Promise<unknown[]> {
  const name = await lab.function('environment.count', { fresh: true });
  const { payload: before } = await lab.invoke(name, {});
  const { error } = await lab.invoke(name, event);
  return [before, error, (await lab.invoke(name, {})).payload];
}
