import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type EngineFolders, engineFolders, engineNames } from './folders.ts';
import { listens } from './listener.ts';
import { livingRecord } from './record.ts';

/** What AWS calls to an engine are signed with. */
export interface EngineCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The letters and digits of AWS's access keys. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Makes the key of an engine that is about to start, and writes it where its owner alone can read it, in the format of
 * AWS's shared credentials file. It is the access key id that the engine tells a caller by (135 random bits): a page in
 * a browser, or another user of this machine, cannot guess it. It begins unlike AWS's own, so that the engine takes it
 * for one of its usual account, 000000000000.
 */
export function makeCredentials(folders: EngineFolders): EngineCredentials {
  const random = [...randomBytes(27)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  const made = { accessKeyId: `LOCAL${random}`, secretAccessKey: randomBytes(30).toString('base64url') };
  const lines = [
    '[default]',
    `aws_access_key_id = ${made.accessKeyId}`,
    `aws_secret_access_key = ${made.secretAccessKey}`,
    'region = us-east-1',
  ];
  rmSync(folders.credentials, { force: true });
  writeFileSync(folders.credentials, `${lines.join('\n')}\n`, { mode: 0o600 });
  return made;
}

/** The key of an engine of this checkout, undefined when it has none. */
export function readCredentials({ credentials }: EngineFolders): EngineCredentials | undefined {
  try {
    const text = readFileSync(credentials, 'utf8');
    const [, accessKeyId] = /^aws_access_key_id *= *(\S+)/m.exec(text) ?? [];
    const [, secretAccessKey] = /^aws_secret_access_key *= *(\S+)/m.exec(text) ?? [];
    return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The folders of the engine of this checkout that runs at an address, undefined when it is none of this checkout's. Two
 * engines that started at the same moment may both name a port, until the one that lost it has noticed.
 */
export function foldersAt(endpoint: string): EngineFolders | undefined {
  const { hostname, port } = new URL(endpoint);
  if (!/^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname)) return undefined;
  const named = engineNames()
    .map((name) => engineFolders(name))
    .map((folders) => ({ folders, record: livingRecord(folders) }))
    .filter(({ record }) => record?.port === Number(port));
  const one = named.length > 1 ? named.find(({ record }) => listens(record!.pid, record!.port)) : named[0];
  return one?.folders;
}

/**
 * What to sign AWS calls to an engine with: its own key if it is one of this checkout's. Any other has rules of its own:
 * then it is what the user's variables say, or `test`, which most engines take.
 */
export function engineCredentials(endpoint: string, env: NodeJS.ProcessEnv = process.env): EngineCredentials {
  const folders = foldersAt(endpoint);
  const own = folders && readCredentials(folders);
  if (own) return own;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  // Engines that ask for no key of their own take this one. An object of its own for each client, since the SDK adds to it.
  if (!accessKeyId || !secretAccessKey) return { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    accessKeyId,
    secretAccessKey,
    ...(env.AWS_SESSION_TOKEN && { sessionToken: env.AWS_SESSION_TOKEN }),
  };
}

/**
 * The same for another account of the engine: engines take twelve digits in place of an access key for an account. The
 * engine's key goes along as the session token.
 */
export const accountCredentials = (endpoint: string, account: string): EngineCredentials => ({
  accessKeyId: account,
  secretAccessKey: 'test',
  sessionToken: engineCredentials(endpoint).accessKeyId,
});

/** What an AWS SDK client for an engine is made of. @example new SQSClient(clientOptions('http://127.0.0.1:4566')) */
export const clientOptions = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: engineCredentials(endpoint),
});

/** The headers by which an engine's control addresses (faults, mailbox, details of its health) let somebody in. */
export const controlHeaders = (credentials: EngineCredentials): Record<string, string> => ({
  authorization: `Bearer ${credentials.accessKeyId}`,
});

/** The file that holds the key of the engine at an address, to be named to others; undefined when there is none. */
export const credentialsFileAt = (endpoint: string): string | undefined => foldersAt(endpoint)?.credentials;
