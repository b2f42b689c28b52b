import { delimiter, join } from 'node:path';
import { CALLING_VARIABLE, calledBy } from '@serverless-orders/command-line/calling';
import { isDropped, isMachines } from '@serverless-orders/stages/controls';
import { GUARD_VARIABLE, SETTINGS_VARIABLE, sealed } from '@serverless-orders/stages/launched';
import { engineCredentials } from '../engine/credentials.ts';
import { inShared } from '../paths.ts';
import { FOLDER_VARIABLE } from '../pulumi/settings.ts';
import { engineAddress } from './endpoint.ts';
import { bun, type Places, pulumiPath, standInFolder } from './places.ts';

export interface EnvironmentOptions {
  readonly places: Places;
  readonly endpoint: string;
  /** Whether the caller's way to a registry of packages is kept, for the CLI to install what it needs. */
  readonly registry?: boolean;
  /** Additions of the launcher. */
  readonly extra?: Record<string, string>;
  /** All that the app is set to, if neither the caller's environment nor `.env` files are to set anything. sst puts what those say into the environment; the app reads past it (`settingsEnvironment`). */
  readonly settings?: Readonly<Record<string, string>>;
  /** The environment of the person who calls. */
  readonly base?: NodeJS.ProcessEnv;
}

/**
 * The environment in which the unmodified sst CLI deploys to an engine: everything it reads and writes lies below
 * `.local`, and every way to an AWS account is shut (address, credentials, profile, files, instance metadata).
 *
 * @throws UserError if the engine's address is not a private one.
 */
export function localEnvironment({
  places,
  endpoint,
  registry = false,
  extra,
  settings,
  base = process.env,
}: EnvironmentOptions): NodeJS.ProcessEnv {
  const address = engineAddress(endpoint);
  const { accessKeyId, secretAccessKey, sessionToken } = engineCredentials(address, base);
  const inLocal = (...parts: string[]) => join(places.local, ...parts);
  const isKept = (name: string) => !isDropped(name, { registry }) && (!settings || isMachines(name));
  const kept = Object.fromEntries(Object.entries(base).filter(([name]) => isKept(name)));
  const bunPath = bun(places);
  const noProxy = [
    registry ? (base.NO_PROXY ?? base.no_proxy) : undefined,
    '127.0.0.1',
    'localhost',
    new URL(address).hostname,
  ];
  return sealed({
    ...kept,
    ...settings,
    ...(settings && { [SETTINGS_VARIABLE]: JSON.stringify(settings) }),
    [GUARD_VARIABLE]: address,
    [FOLDER_VARIABLE]: standInFolder(places),
    [CALLING_VARIABLE]: calledBy(),
    AWS_ENDPOINT_URL: address,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: inLocal('no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: inLocal('no-aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    NO_PROXY: noProxy.filter(Boolean).join(','),
    XDG_CONFIG_HOME: inLocal('xdg'),
    // The CLI leaves a log there for each command.
    TMPDIR: inLocal('tmp'),
    ...(process.platform === 'darwin' ? { HOME: inLocal('home') } : {}),
    SST_PULUMI_PATH: pulumiPath(places),
    SST_SKIP_DEPENDENCY_CHECK: '1',
    SST_SKIP_APPSYNC: '1',
    SST_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    ...(bunPath ? { SST_BUN_PATH: bunPath } : { SST_NO_BUN: '1' }),
    NODE_COMPILE_CACHE: inShared('cache', 'compile'),
    BUN_INSTALL_CACHE_DIR: inShared('cache', 'bun'),
    npm_config_cache: inShared('cache', 'npm'),
    PATH: [join(process.execPath, '..'), base.PATH].filter(Boolean).join(delimiter),
    ...extra,
  });
}
