import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '@serverless-orders/command-line/process-run';
import type { Report } from '@serverless-orders/command-line/progress';
import { installError } from './install-error.ts';

/**
 * Has LocalStack's own package manager download a Java and DynamoDB Local, the newest of both.
 *
 * @throws UserError with the cause, as far as its output names one.
 */
export async function downloadByLocalStack(options: {
  python: string;
  /** Where `java` and `dynamodb-local` go. */
  into: string;
  report: Report;
  env: NodeJS.ProcessEnv;
  folder: string;
}): Promise<void> {
  const { python, into, report, env, folder } = options;
  const root = `${into}.download`;
  rmSync(root, { recursive: true, force: true });
  for (const name of ['home', 'tmp']) mkdirSync(join(root, name), { recursive: true });
  const { code, output, timedOut } = await run(
    python,
    ['-m', 'localstack.cli.lpm', 'install', 'dynamodb-local'],
    {
      cwd: folder,
      env: {
        ...env,
        HOME: join(root, 'home'),
        TMPDIR: join(root, 'tmp'),
        FILESYSTEM_ROOT: root,
        OVERRIDE_IN_DOCKER: '0',
        DEBUG: '1',
      },
      onLine: (line) =>
        /Starting installation|Downloading/.test(line) && report(line.split(' : ').at(-1)!.trim()),
    },
  );
  const libraries = join(root, 'var', 'lib', 'localstack', 'lib');
  const server = join(libraries, 'dynamodb-local', '2');
  const whole = code === 0 && existsSync(join(server, 'DynamoDBLocal.jar'));
  if (!whole)
    throw installError('downloading DynamoDB Local', timedOut ? `${output}\ntimed out` : causeOf(output));
  // It is started by a class of our own, so it is a library among the others.
  renameSync(join(server, 'DynamoDBLocal.jar'), join(server, 'DynamoDBLocal_lib', 'DynamoDBLocal.jar'));
  rmSync(into, { recursive: true, force: true });
  mkdirSync(dirname(into), { recursive: true });
  renameSync(libraries, into);
  rmSync(root, { recursive: true, force: true });
}

/** It tells of every download that failed in a line of its log; the traceback at the end only of the last attempt. */
const causeOf = (output: string): string =>
  /Failed to download .*/.exec(output)?.[0] ??
  output.split('\n').find((line) => /^[\w.]+(Error|Exception)\b/.test(line)) ??
  output;
