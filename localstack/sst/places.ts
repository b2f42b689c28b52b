import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { local, root } from '../paths.ts';

/** Where an app and everything that its deploys leave behind is. */
export interface Places {
  /** The folder of sst.config.ts. */
  readonly app: string;
  /** The folder for state, journals and caches. */
  readonly local: string;
}

/** This project. */
export const PROJECT: Places = { app: root, local };

const binary = (...parts: string[]): string => join(root, 'node_modules', ...parts);

/**
 * The unmodified CLI: its program for this machine, without the script before it, which would hide its exit code and stand
 * between it and signals. The script, if npm has put the program elsewhere.
 */
export const SST: string = [
  binary(`sst-${process.platform}-${process.arch}`, 'bin', 'sst'),
  binary('.bin', 'sst'),
].find((path, at) => at === 1 || existsSync(path))!;

/** Bun, as npm installed it for this machine; undefined if it did not. */
export function bun(): string | undefined {
  const candidates = [
    binary('@oven', `bun-${process.platform}-${process.arch}`, 'bin', 'bun'),
    binary('bun', 'bin', 'bun.exe'),
  ];
  return candidates.find((path) => existsSync(path));
}

/** The folder that the CLI keeps its binaries in and, for `home: 'local'`, its state. */
export const configFolder = ({ local: folder }: Places, platform = process.platform): string =>
  platform === 'darwin'
    ? join(folder, 'home', 'Library', 'Application Support', 'sst')
    : join(folder, 'xdg', 'sst');

/** Where the CLI looks for `pulumi`. */
export const pulumiPath = (places: Places): string => join(configFolder(places), 'bin', 'pulumi');

/**
 * The folders that a deploy writes to: state with private keys in clear, bundles with the secrets that functions are
 * linked to, outputs, logs. Nobody else of this machine may look into them.
 */
export const privateFolders = ({ app, local: folder }: Places): string[] => [
  folder,
  join(folder, 'tmp'),
  join(app, '.sst'),
  join(app, '.build'),
];

/** The stack outputs of a stage's latest deploy. */
export const outputsFile = ({ app }: Places, stage: string): string =>
  join(app, '.sst', `outputs.${stage}.json`);
