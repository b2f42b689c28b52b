import { join } from 'node:path';
import { inPackage } from '../paths.ts';
import { answersHealth, emulatorEnvironment, lastError, PARTLY_TRACED } from './emulator.ts';
import type { EngineKind } from './kind.ts';
import { ensurePythonProgram, environmentFolder, type PythonProgram } from './python-environment.ts';

const here = (...parts: string[]) => inPackage('engine', ...parts);

/** LocalEmu, see localemu.in for why it is this version on this Python. */
export const LOCALEMU: PythonProgram = {
  title: 'LocalEmu',
  id: 'localemu',
  lock: here('localemu.lock'),
  buildLock: here('python-build.lock'),
  minors: [13],
  module: 'localemu.version',
};

/** The embedded engine: LocalEmu, a fork of LocalStack from PyPI, run without Docker. */
export const localemu: EngineKind = {
  id: 'localemu',
  title: LOCALEMU.title,
  needs: ['Python 3.13, which uv or Go fetches where there is no optimized one'],
  lacks: [
    {
      feature: 'DynamoDB is a store of its own, which does not know a repeated ClientRequestToken',
      effect: 'Transactions are keyed and conditional by what is in the table; nothing relies on the token.',
    },
    {
      feature: 'An SQS FIFO queue cannot be mapped to a function',
      effect: 'No FIFO queue is used; consumers put events into order by their sequence.',
    },
    {
      feature: 'Step Functions without JSONata, variables and RedriveExecution',
      effect: 'The state machine is JSONPath; an order is redriven by an execution of its own.',
    },
    {
      feature: 'Usage plans do not throttle',
      effect: 'No usage plan is declared.',
    },
    PARTLY_TRACED,
  ],

  async install(report) {
    await ensurePythonProgram(LOCALEMU, { report });
  },

  command(options) {
    const { port, folders, enforceIam } = options;
    const python = join(environmentFolder(LOCALEMU), 'bin', 'python');
    return {
      command: python,
      // It ignores the folder: it is there so that the process can be told by its command line.
      args: ['-m', 'localemu.runtime.main', folders.root],
      env: {
        ...emulatorEnvironment({ ...options, python }),
        LOCALEMU_HOST: `127.0.0.1:${port}`,
        // By process_executor/permissions, which corrects what it takes to evaluate.
        ...(enforceIam && { IAM_ENFORCEMENT: '1' }),
      },
    };
  },

  isHealthy: (endpoint, credentials) => answersHealth(`${endpoint}/_localemu/health`, credentials),
  reason: lastError,
};
