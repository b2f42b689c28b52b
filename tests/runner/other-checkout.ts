import { cpSync, lchownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEngine } from '@serverless-orders/localstack';
import { run } from '../../packages/command-line/process-run.ts';
import { processTable } from '../../packages/command-line/process-table.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { root } from '../../paths.ts';
import type { PartOptions } from './parts.ts';
import type { PartResult } from './summary.ts';
import { systemTemporaryFolder } from './temporary-folder.ts';

/** A name that takes more than letters of ASCII: what makes a path of a URL, or words of a line, has to mind. */
const NAME = 'Läden mit Leerzeichen ';

/** Debian's and Red Hat's `nobody`: a user who may do nothing. */
const NOBODY = { uid: 65_534, gid: 65_534 };

const COMMANDS = [
  ['start'],
  ['run', 'status'],
  ['run', 'mail'],
  ['test', '--', 'unit'],
  ['test', '--', 'tests/services/orders.test.ts'],
  ['stop'],
];

/**
 * Runs the README's commands in another checkout, in a folder whose name has blanks and an umlaut, with a home of its own,
 * while an engine of this one runs; as another user, if this one is root and Python is there for all. Afterwards no process and no temporary file is
 * left. Takes what was not committed yet, too.
 */
export async function inOtherCheckout({ timeoutMs, report }: PartOptions): Promise<PartResult> {
  const ends = Date.now() + timeoutMs;
  const folder = mkdtempSync(join(systemTemporaryFolder, NAME));
  const app = join(folder, 'app');
  const tmp = join(folder, 'tmp');
  const home = join(folder, 'home');
  for (const made of [app, tmp, home]) mkdirSync(made);
  const said: string[] = [];
  try {
    await ensureEngine({ name: 'test', progress: report });
    await copyCheckout(app);
    const as = (await canBeNobody()) ? NOBODY : undefined;
    if (as) giveTo(folder, as);
    report(as ? 'as the user nobody' : 'as the same user: this is not root, or its Python is for root alone');
    const env = environment({ home, tmp });
    for (const words of COMMANDS) {
      report(`npm ${words.join(' ')}`);
      const { code, output } = await run('npm', words, {
        cwd: app,
        env,
        ...as,
        timeoutMs: Math.max(1, ends - Date.now()),
        onLine: report,
      });
      said.push(`npm ${words.join(' ')}: exit ${code}`, output);
      if (code !== 0) return failed(said);
    }
    const left = [
      ...processesIn(folder).map(({ pid, command }) => `process ${pid}: ${command}`),
      ...readdirSync(tmp).map((file) => join(tmp, file)),
    ];
    return left.length === 0
      ? { passed: COMMANDS.length + 1, failed: 0, output: '' }
      : failed([...said, 'left behind:', ...left]);
  } catch (thrown) {
    return failed([...said, String(thrown)]);
  } finally {
    for (const { pid } of processesIn(folder)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

const failed = (said: string[]): PartResult => ({ passed: 0, failed: 1, output: said.join('\n') });

/** Copies what git knows, and what is new and not ignored. */
async function copyCheckout(to: string): Promise<void> {
  const { code, stdout } = await run('git', ['ls-files', '-coz', '--exclude-standard'], { cwd: root });
  if (code !== 0) throw new UserError('git does not list the files of this folder', 'run it in a clone');
  for (const file of stdout.split('\0').filter(Boolean))
    cpSync(join(root, file), join(to, file), { verbatimSymlinks: true });
}

/** Whether this is root, and the user nobody can run the engine's Python: one in root's home is for root alone. */
const canBeNobody = async () =>
  process.getuid?.() === 0 &&
  (await run('python3.13', ['-I', '-c', 'import ssl'], { env: { PATH: process.env.PATH }, ...NOBODY }))
    .code === 0;

/** The environment of a command in a home of its own: of this one, what does not lead back to this home. */
const environment = ({ home, tmp }: { home: string; tmp: string }): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|XDG_|VITEST|NODE_OPTIONS$)/.test(name)),
  ),
  HOME: home,
  TMPDIR: tmp,
  // npm's own, on Node 22.1 or newer: by itself it lies in the temporary folder. What npm starts has another (cli/boot.mjs).
  NODE_COMPILE_CACHE: join(home, 'node-compile-cache'),
});

function giveTo(folder: string, { uid, gid }: typeof NOBODY): void {
  lchownSync(folder, uid, gid);
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(folder, file), uid, gid);
}

/** Processes that work in a folder, or were started with a path in it. */
const processesIn = (folder: string) =>
  processTable().filter(
    ({ pid, command, cwd }) => pid !== process.pid && (command.includes(folder) || cwd?.startsWith(folder)),
  );
