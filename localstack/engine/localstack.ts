import { join } from 'node:path';
import { inPackage } from '../paths.ts';
import { dynamoDbFolder, ensureDynamoDbLocal } from './dynamodb-local.ts';
import { answersHealth, emulatorEnvironment, lastError, PARTLY_TRACED } from './emulator.ts';
import type { EngineKind } from './kind.ts';
import { ensurePythonProgram, environmentFolder, type PythonProgram } from './python-environment.ts';

const here = (...parts: string[]) => inPackage('engine', ...parts);

/** LocalStack itself, see localstack.in for why it is this version with these pins. */
const program: PythonProgram = {
  title: 'LocalStack',
  id: 'localstack',
  lock: here('localstack.lock'),
  buildLock: here('python-build.lock'),
  minors: [13],
  module: 'localstack.version',
};

/** LocalStack's own package in host mode: without Docker, with DynamoDB Local in a Java process of its own. */
export const localstack: EngineKind = {
  id: 'localstack',
  title: program.title,
  needs: [
    'Python 3.13, which uv or Go fetches where there is no optimized one',
    'a JDK 17 or newer and Maven; else the network, by which LocalStack fetches a Java and DynamoDB Local',
  ],
  lacks: [
    {
      feature: 'IAM is not enforced',
      effect: 'Roles are deployed, and tested as documents: a missing permission shows in those tests only.',
    },
    {
      feature: 'API Gateway authorizers are never called',
      effect: 'Functions verify tokens themselves; no authorizer is declared.',
    },
    {
      feature: 'No API Gateway v2, Cloud Map, Cognito or ECR',
      effect:
        'None of them is declared; sst’s bootstrap, which asks for ECR, is written down before it looks.',
    },
    {
      feature: 'EventBridge Scheduler never fires',
      effect: 'Schedules are EventBridge rules.',
    },
    {
      feature: 'Step Functions without RedriveExecution',
      effect: 'An order is redriven by an execution of its own.',
    },
    PARTLY_TRACED,
  ],

  async install(report) {
    const python = await ensurePythonProgram(program, { report });
    await ensureDynamoDbLocal({ python, report });
  },

  command(options) {
    const { port, folders } = options;
    const python = join(environmentFolder(program), 'bin', 'python');
    const libraries = join(folders.run, 'files', 'var', 'lib', 'localstack', 'lib');
    const installed = dynamoDbFolder();
    return {
      command: python,
      // It ignores the folder: it is there so that the process can be told by its command line.
      args: ['-m', 'localstack.runtime.main', folders.root],
      env: {
        ...emulatorEnvironment({ ...options, python }),
        LOCALSTACK_HOST: `127.0.0.1:${port}`,
        ...DYNAMODB,
      },
      links: Object.fromEntries(
        ['java', 'dynamodb-local'].map((name) => [join(libraries, name), join(installed, name)]),
      ),
    };
  },

  isHealthy: (endpoint, credentials) => answersHealth(`${endpoint}/_localstack/health`, credentials),
  reason: lastError,
};

/**
 * The providers that hand requests on to DynamoDB Local as they are; the others run one more helper of 150 MB. Its data are
 * on disk, in the engine's folder, so that they are there again when LocalStack starts it anew after it was killed.
 */
const DYNAMODB = {
  PROVIDER_OVERRIDE_DYNAMODB: 'v2',
  PROVIDER_OVERRIDE_DYNAMODBSTREAMS: 'v2',
  DYNAMODB_HEAP_SIZE: '512m',
  // Its server asks for the key (LoopbackServer.java); that of LocalStack's image does not, and is in a container.
  DYNAMODB_LOCAL_CHECKS_KEY: '1',
};
