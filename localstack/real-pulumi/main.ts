import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { markCompleted, RUN_VARIABLE } from '../pulumi/end-mark.ts';
import { localizer } from '../pulumi/localize.ts';
import { RESOURCES_VARIABLE } from '../pulumi/requests.ts';
import { FOLDER_VARIABLE, settings } from '../pulumi/settings.ts';
import { stageAws } from '../pulumi/stage-aws.ts';
import { Handlers } from './handlers.ts';
import { serveProvider } from './provider.ts';
import { loadRpc } from './rpc.ts';

/**
 * The `pulumi` command that the unmodified sst CLI finds in place of the stand-in: the real one, with the stand-in's handlers
 * attached as its providers. Its arguments are the real program and what the CLI gives; the program that runs languages is beside
 * the script that starts this.
 */
const [pulumi = '', beside = '', ...args] = process.argv.slice(2);

/** The packages of which there are handlers. */
const PACKAGES = ['aws', 'random', 'tls'];

/** Commands that run providers. */
const WITH_PROVIDERS = ['up', 'preview', 'destroy', 'refresh'];

const optionOf = (name: string): string => args[args.indexOf(name) + 1] ?? '';

/** Serves the handlers. @returns what the engine is told of them: name:port for each, with commas in between. */
async function attached(): Promise<string> {
  const main = /^main: (.*)$/m.exec(readFileSync('Pulumi.yaml', 'utf8'))?.[1];
  if (!main) throw new Error('Pulumi.yaml does not name a program');
  const platform = dirname(main);
  const { endpoint } = settings();
  const region = process.env.AWS_REGION ?? 'us-east-1';
  const rpc = loadRpc(platform);
  const read = { localize: localizer(endpoint), root: platform };
  const ports = PACKAGES.map(async (name) => {
    const handlers = new Handlers({ aws: stageAws({ endpoint, region }), read });
    const version = rpc.versionOf(`@pulumi/${name}`);
    return `${name}:${await serveProvider({ rpc, handlers, version })}`;
  });
  return (await Promise.all(ports)).join();
}

/** Runs the real program to its end. @returns its exit code. */
function run(words: string[], more: Record<string, string> = {}): Promise<number> {
  const env = {
    PULUMI_CONFIG_PASSPHRASE: 'local',
    ...process.env,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_IGNORE_AMBIENT_PLUGINS: 'false',
    PATH: [beside, process.env.PATH].join(delimiter),
    ...more,
  };
  const child = spawn(pulumi, words, { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

// The engine cuts its connections as it ends, also where the server is not through with closing them.
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ERR_HTTP2_ERROR') throw error;
});

const [command = ''] = args;
const providers: Record<string, string> = WITH_PROVIDERS.includes(command)
  ? { PULUMI_DEBUG_PROVIDERS: await attached() }
  : {};
let code = await run(args, providers);
const { [FOLDER_VARIABLE]: folder, [RUN_VARIABLE]: name, [RESOURCES_VARIABLE]: resources } = process.env;
if (code === 0 && command === 'up' && resources) {
  const file = join(dirname(resources), 'exported.json');
  code = await run(['stack', 'export', '--stack', optionOf('--stack'), '--show-secrets', '--file', file]);
  const { deployment } = JSON.parse(readFileSync(file, 'utf8')) as { deployment: { resources?: object[] } };
  rmSync(file);
  writeFileSync(resources, JSON.stringify(deployment.resources ?? []));
}
if (code === 0) {
  if (folder) mkdirSync(folder, { recursive: true });
  markCompleted(folder, name);
}
process.exit(code);
