import { isControl } from './controls.ts';

/** Set by the launcher in the environment of the CLI, to the engine's address. */
export const GUARD_VARIABLE = 'LOCAL_STAGE_ENDPOINT';

/** Set by the launcher, to the names of all the controls that it set, with commas in between. */
export const NAMES_VARIABLE = 'LOCAL_STAGE_VARIABLES';

/** Set by the launcher to all that the app is set to, as JSON, where neither a person's environment nor `.env` files count. */
export const SETTINGS_VARIABLE = 'LOCAL_STAGE_SETTINGS';

/** Set by the launcher to the file in which it reads what `app()` has told (guard.ts), where no terminal shows it. */
export const TOLD_VARIABLE = 'LOCAL_STAGE_TOLD';

/** What the CLI gives to what it starts. */
const OF_THE_CLI = /^(SST_|PULUMI_|NODE_OPTIONS$|AWS_SESSION_TOKEN$)/;

/** The launcher's environment, with a list of its own controls added. */
export function sealed(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(env).filter(isControl);
  return { ...env, [NAMES_VARIABLE]: [...names, NAMES_VARIABLE].join(',') };
}

/**
 * What in this environment did not come from the launcher, though it could lead to an account or change what runs;
 * undefined if nothing did. The CLI and what it starts (`app()`, the stand-in) are the launcher's only if this is undefined.
 */
export function strayControl(env: NodeJS.ProcessEnv): string | undefined {
  const names = env[NAMES_VARIABLE]?.split(',');
  if (!env[GUARD_VARIABLE] || !names) return GUARD_VARIABLE;
  if (env[GUARD_VARIABLE] !== env.AWS_ENDPOINT_URL) return 'AWS_ENDPOINT_URL';
  if (env.AWS_SESSION_TOKEN && !names.includes('AWS_SESSION_TOKEN')) return 'AWS_SESSION_TOKEN';
  return Object.keys(env).find((name) => isControl(name) && !names.includes(name) && !OF_THE_CLI.test(name));
}

/** Whether the launcher has led this program to an engine: then nothing that it sends leaves this machine. */
export const isLaunched = (env: NodeJS.ProcessEnv = process.env): boolean => strayControl(env) === undefined;

/** The variable of a dry run: no request is sent, and each is answered as in an empty account in which every request succeeds. */
export const DRY_VARIABLE = 'STAND_IN_DRY_RUN';

/** Whether the launcher only wants to know what would be deployed. */
export const isDryRun = (env: NodeJS.ProcessEnv = process.env): boolean =>
  isLaunched(env) && env[DRY_VARIABLE] !== undefined;

/**
 * What an app reads its settings from: the environment, with what sst has added of `.env` files; or, in a dry run, exactly
 * what that was given, so that it says the same on every machine.
 */
export function settingsEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const given = isLaunched(env) ? env[SETTINGS_VARIABLE] : undefined;
  return given === undefined ? env : JSON.parse(given);
}
