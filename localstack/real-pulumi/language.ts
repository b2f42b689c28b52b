import { spawn } from 'node:child_process';
import { filled, loadRpc, type Message, type Rpc, serve } from './rpc.ts';

/**
 * The language host, `pulumi-language-nodejs`, which Pulumi's engine starts to run a program: it calls the SDK's own runner.
 * It reports no plugins, since all providers are attached.
 *
 * Its arguments are the platform's folder and those of the engine, of which the last is the engine's address. It prints the
 * port on which it listens.
 *
 * Source: sdk/nodejs/cmd/pulumi-language-nodejs/main.go of Pulumi.
 */
const [platform = '', ...args] = process.argv.slice(2);
const rpc = loadRpc(platform);
const engine = args.filter((word) => !word.startsWith('-')).at(-1)!;

/** The runner ends with this code if it has said itself what was wrong. */
const SAID = 32;

function run(request: Message, { language, resolve }: Rpc): Promise<Message> {
  const get = (name: string): string => String(request[`get${name}`]!());
  const config: Record<string, unknown> = {};
  (request.getConfigMap!() as Map<string, unknown>).forEach((value, name) => {
    config[name] = value;
  });
  const words = [
    ['--monitor', get('MonitorAddress')],
    ['--engine', engine],
    ['--project', get('Project')],
    ['--stack', get('Stack')],
    ['--organization', get('Organization')],
    ['--pwd', get('Pwd')],
    ['--parallel', get('Parallel')],
    request.getDryrun!() ? ['--dry-run', 'true'] : [],
    [get('Program') || String((request.getInfo!() as Message).getEntryPoint!())],
  ].flat();
  const child = spawn(process.execPath, ['--no-warnings', resolve('@pulumi/pulumi/cmd/run'), ...words], {
    cwd: get('Pwd'),
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList!()),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  return new Promise((answer) =>
    child.once('close', (code) => {
      const failed = { Error: `the program ended with ${code}: ${said.trim()}` };
      const fields = code === 0 ? {} : code === SAID ? { Bail: true } : failed;
      answer(filled(new language.RunResponse!(), fields));
    }),
  );
}

const { language, plugin } = rpc;
const port = await serve({
  rpc,
  service: 'LanguageRuntimeService',
  methods: {
    getPluginInfo: (_call, callback) =>
      callback(null, filled(new plugin.PluginInfo!(), { Version: rpc.versionOf('@pulumi/pulumi') })),
    getRequiredPlugins: (_call, callback) => callback(null, new language.GetRequiredPluginsResponse!()),
    getRequiredPackages: (_call, callback) => callback(null, new language.GetRequiredPackagesResponse!()),
    run: ({ request }, callback) => void run(request, rpc).then((response) => callback(null, response)),
  },
});
console.log(String(port));
