import { calling } from '@serverless-orders/command-line/calling';
import { strayControl } from '@serverless-orders/stages/launched';

/** What `npm run sst` tells the stand-in through the environment of the sst CLI. */
export interface Settings {
  /** The engine's address. */
  readonly endpoint: string;
  /** Folder for the journals. */
  readonly folder: string;
}

/** Names of the environment variables. */
export const FOLDER_VARIABLE = 'STAND_IN_FOLDER';

/**
 * Reads the settings.
 *
 * @throws Error if sst was called in another way, or its environment is no longer what `npm run sst` set.
 */
export function settings(env: NodeJS.ProcessEnv = process.env): Settings {
  const endpoint = env.AWS_ENDPOINT_URL;
  const folder = env[FOLDER_VARIABLE];
  if (!endpoint || !folder)
    throw new Error(`on a local stage call sst as \`${calling('sst', '<command>')}\``);
  const stray = strayControl(env);
  if (stray)
    throw new Error(
      `${stray} was not set by \`${calling('sst')}\`: take it out of the .env file that sets it`,
    );
  return { endpoint: endpoint.replace(/\/+$/, ''), folder };
}
