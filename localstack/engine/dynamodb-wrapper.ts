import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@serverless-orders/command-line/process-run';
import { zipSync } from 'fflate';
import { installError } from './install-error.ts';
import { NO_PERF_DATA, UTF_8 } from './java.ts';

const CLASS = 'LoopbackServer';

/**
 * Makes the two jars that LocalStack starts DynamoDB Local by: `DynamoDBLocal.jar`, and the agent that it names. Both hold
 * LoopbackServer.java; DynamoDB Local itself is among the libraries beside them.
 *
 * @param server the folder that has `DynamoDBLocal_lib`
 * @param java the home of a JDK
 * @throws UserError when it does not compile.
 */
export async function wrapServer(options: {
  server: string;
  java: string;
  env: NodeJS.ProcessEnv;
  /** The folder of LoopbackServer.java. */
  source: string;
}): Promise<void> {
  const { server, java, env, source } = options;
  const libraries = join(server, 'DynamoDBLocal_lib');
  const classes = mkdtempSync(join(server, 'classes-'));
  const { code, output } = await run(
    join(java, 'bin', 'javac'),
    [
      `-J${NO_PERF_DATA}`,
      '-proc:none',
      '--release',
      '17',
      '-cp',
      join(libraries, '*'),
      '-d',
      classes,
      join(source, `${CLASS}.java`),
    ],
    { env: { ...env, LC_ALL: UTF_8 } },
  );
  if (code !== 0) throw installError('compiling the start of DynamoDB Local', output);
  const names = readdirSync(libraries).filter((name) => name.endsWith('.jar'));
  const compiled = readdirSync(classes).map((name) => [name, readFileSync(join(classes, name))]);
  const jar = (manifest: Record<string, string>) =>
    zipSync({
      'META-INF/MANIFEST.MF': Buffer.from(manifestOf(manifest)),
      ...Object.fromEntries(compiled),
    });
  const path = ['.', ...names.map((name) => `DynamoDBLocal_lib/${name}`)].join(' ');
  writeFileSync(join(server, 'DynamoDBLocal.jar'), jar({ 'Main-Class': CLASS, 'Class-Path': path }));
  writeFileSync(join(server, 'ddb-local-loader-0.1.jar'), jar({ 'Premain-Class': CLASS }));
  rmSync(classes, { recursive: true });
}

/** Lines of a manifest have 72 bytes at most; a longer one goes on after a blank. */
export function manifestOf(attributes: Record<string, string>): string {
  const lines = Object.entries({ 'Manifest-Version': '1.0', ...attributes }).map(([name, value]) =>
    `${name}: ${value}`.replace(/^(.{70})(.+)$/, (_, first: string, rest: string) =>
      [first, ...(rest.match(/.{1,69}/g) ?? [])].join('\r\n '),
    ),
  );
  return `${lines.join('\r\n')}\r\n`;
}
