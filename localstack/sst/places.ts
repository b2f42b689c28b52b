import { join } from 'node:path';
import { UserError } from '@serverless-orders/command-line/user-error';
import { installedIn } from '../installed.ts';

/** Where an app and everything that its deploys leave behind is. */
export interface Places {
  /** The folder of sst.config.ts. */
  readonly app: string;
  /** The folder for state, journals and caches. */
  readonly local: string;
}

/** The places of an app in a folder: what its deploys leave behind lies beside it, in `.local`. */
export const placesOf = (app: string): Places => ({ app, local: join(app, '.local') });

/**
 * The app's own unmodified CLI: its program for this machine, without the script before it, which would hide its exit code and
 * stand between it and signals. The script, if npm has put the program elsewhere.
 *
 * @throws UserError if npm has installed none for the app.
 */
export function sstCli({ app }: Places): string {
  const found =
    installedIn(app, `sst-${process.platform}-${process.arch}`, 'bin', 'sst') ??
    installedIn(app, '.bin', 'sst');
  if (found) return found;
  throw new UserError(`sst is not installed in ${app}`, 'run npm install sst in that folder');
}

/** Bun, as npm installed it for the app; undefined if it did not. */
export const bun = ({ app }: Places): string | undefined =>
  installedIn(app, '@oven', `bun-${process.platform}-${process.arch}`, 'bin', 'bun') ??
  installedIn(app, 'bun', 'bin', 'bun.exe');

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

/** The stand-in's folder: journals, and what is deployed. */
export const standInFolder = ({ local }: Places): string => join(local, 'stand-in');

/** The stack outputs of a stage's latest deploy. */
export const outputsFile = ({ app }: Places, stage: string): string =>
  join(app, '.sst', `outputs.${stage}.json`);

/** The file that all lines of a stage's latest deploy are in. */
export const deployLog = ({ local }: Places, stage: string): string =>
  join(local, 'logs', `deploy-${stage}.log`);
