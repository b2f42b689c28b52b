import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { watch } from 'chokidar';
import type { Command } from '../cli.ts';
import { runningStage } from '../engine/stage-engine.ts';
import { inRoot, root } from '../paths.ts';
import { run } from '../process-run.ts';
import { UserError } from '../user-error.ts';
import { replaceCode } from './replace-code.ts';
import { stageFunctions } from './stage-functions.ts';

/** An editor that saves writes several files in a row; this much quiet ends the row (ms). */
const QUIET_MS = 100;

/** The bundle of every function by `<service>/<kind>/<file>`, or `<service>/rpc`. */
type Bundles = Map<string, string>;

/**
 * `npm run dev`: watches functions/, and puts the changed ones into the running engine. What a function may do, and
 * what calls it, is changed by a deploy (`npm run sst -- deploy`).
 */
export const dev: Command = {
  summary: 'watches functions/ and updates the running ones',
  async run() {
    const { stage, engine } = await runningStage();
    const functions = await stageFunctions(engine.endpoint, stage);
    if (functions.length === 0) throw new UserError('nothing is deployed', 'npm start deploys it');
    let current = readBundles(inRoot('.build', stage), sources());

    const update = async () => {
      const began = Date.now();
      const built = await build();
      if (!built) return;
      const changed = [...built].filter(([entry, code]) => current.get(entry) !== code);
      for (const [entry, code] of changed) {
        const targets = functions.filter(({ short }) => isMadeOf(entry, short));
        if (targets.length === 0) console.log(`! ${entry} is not deployed yet: npm run sst -- deploy`);
        for (const { name } of targets)
          await replaceCode({ endpoint: engine.endpoint, name, file: 'index.mjs', code });
      }
      current = built;
      const names = changed.map(([entry]) => entry).join(', ');
      if (names) console.log(`› updated ${names} (${Date.now() - began} ms)`);
    };

    await update();
    console.log('watching functions/ (Ctrl-C ends it)');
    await onChange(inRoot('functions'), update);
    console.log('dev ended');
    return 0;
  },
};

/** Whether a function runs what is in a file: users-rpc-a and users-rpc-b both run users/rpc. */
function isMadeOf(entry: string, short: string): boolean {
  const [service, ...path] = entry.split('/');
  const file = path.at(-1);
  return path.length === 1 ? short.startsWith(`${service}-${file}-`) : short === `${service}-${file}`;
}

function sources(): string[] {
  return globSync(['*/{api,saga,events}/*.ts', '*/rpc.ts'], { cwd: inRoot('functions') })
    .filter((path) => !path.startsWith('contracts/') && !path.endsWith('.spec.ts'))
    .map((path) => path.replace(/\.ts$/, ''));
}

function readBundles(folder: string, entries: string[]): Bundles {
  const paths = entries.map((entry) => [entry, join(folder, entry, 'index.mjs')] as const);
  const there = paths.filter(([, path]) => existsSync(path));
  return new Map(there.map(([entry, path]) => [entry, readFileSync(path, 'utf8')]));
}

/** The new bundles, undefined when something does not build: that is shown, and the next change is waited for. */
async function build(): Promise<Bundles | undefined> {
  const out = join('.build', 'dev');
  const bun = inRoot('node_modules', '.bin', 'bun');
  const { code, output } = await run(bun, ['stacks/bundle/build.ts', out], { cwd: root, timeoutMs: 60_000 });
  if (code === 0) return readBundles(inRoot(out), sources());
  console.log(output.trim());
  return undefined;
}

/**
 * Calls back after every row of changes, until Ctrl-C. Chokidar, because Node's own recursive watch loses a file on
 * Linux once an editor has saved it by renaming.
 */
async function onChange(folder: string, callback: () => Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let queue = Promise.resolve();
  const run = () => {
    queue = queue.then(callback).catch((error) => console.error(error));
  };
  const watcher = watch(folder, { ignoreInitial: true }).on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(run, QUIET_MS);
  });
  await new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.removeAllListeners(name);
      process.once(name, () => resolve());
    }
  });
  clearTimeout(timer);
  await watcher.close();
  await queue;
}
