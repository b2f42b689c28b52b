import * as z from 'zod/mini';
import { LIMITS } from '../functions/contracts/limits.ts';
import { SAMPLERS } from '../functions/platform/tracing/sampling.ts';
import { UserError } from '../packages/command-line/user-error.ts';
import { tell } from '../packages/stages/guard.ts';
import { isLaunched, settingsEnvironment } from '../packages/stages/launched.ts';
import { isLocalStage } from '../packages/stages/stage.ts';
import { settingsFrom } from '../stages/stage-config.ts';
import { configOf } from '../stages.ts';
import { examplesIn } from './settings/examples.ts';
import * as read from './settings/readers.ts';

/** What a shop is set to. Limits that clients run into are in functions/contracts/limits.ts. */

/** The currency of all prices and accounts (ISO 4217). */
export const CURRENCY = 'EUR';

/** Below how many available units a product's stock is low, until staff say otherwise for it. */
export const LOW_STOCK = 5;

/** How many instances each service's RPC side has: independent instances, one of which can fail or be drained. */
export const INSTANCES = { users: 2, orders: 2, inventory: 2, payments: 2 };

/**
 * The longest name of a stage, in characters. It stands in the names of all that is deployed, and AWS takes 64 characters for that of
 * a function (tests/aws/names.test.ts).
 */
export const LONGEST_STAGE = 20;

/** The services that have instances, by name. */
export type RpcService = keyof typeof INSTANCES;

type Environment = Readonly<Record<string, string | undefined>>;

const written = ({ perSecond, burst }: { perSecond: number; burst: number }) => `${perSecond}/${burst}`;

const hourly = ({ perHour, burst }: { perHour: number; burst: number }) => `${perHour}/${burst}`;

/** With a value for a stage that does not say. */
const or = <Schema extends z.ZodMiniType>(schema: Schema, otherwise: string | undefined): Schema =>
  otherwise === undefined ? schema : (z.prefault(schema, otherwise as never) as unknown as Schema);

/**
 * What a deployment takes from its environment, by name (docs/settings.md). A local stage needs to say none of it.
 */
function schemaOf(stage: string) {
  const isLocal = isLocalStage(stage);
  /** On this machine alone. */
  const here = (value: string) => (isLocal ? value : undefined);
  return z.object({
    REGION: or(read.region, 'us-east-1'),
    ACCOUNTS: or(read.accounts, here('000000000000')),
    KEEPS_DATA: or(read.yesOrNo, stage === 'production' ? 'yes' : 'no'),
    API_DOMAIN: z.optional(read.domain),
    API_CERTIFICATE: z.optional(read.certificate),
    MAIL_SENDER: or(read.email, here('shop@example.com')),
    MAIL_DOMAIN: z.optional(read.domain),
    ALARM_EMAIL: or(read.emails, here('oncall@example.com')),
    ALARM_WEBHOOK: z.optional(read.secureUrl),
    PASSWORD_PAGE: z.optional(read.secureUrl),
    EMAIL_PAGE: z.optional(read.secureUrl),
    UNVERIFIED_MAY_ORDER: or(read.yesOrNo, 'yes'),
    CORS_ORIGINS: or(read.origins, ''),
    METRICS_TOKEN: z.optional(read.token),
    RATE_LIMIT_API: or(read.rate, written(LIMITS.apiRate)),
    RATE_LIMIT_CUSTOMER: or(read.rate, written(LIMITS.customerRate)),
    // On this machine everybody comes from one address, and scripts sign in hundreds of people.
    RATE_LIMIT_ADDRESS: or(read.rate, here('1000/1000') ?? written(LIMITS.addressRate)),
    MAIL_LIMIT: or(read.hourly, here('100000/10000') ?? hourly(LIMITS.mailsPerSender)),
    LOG_DEBUG_SHARE: or(read.number({ from: 0, to: 1, whole: false }), here('0') ?? '0.01'),
    OTEL_TRACES_SAMPLER: or(read.oneOf(SAMPLERS), 'xray'),
    OTEL_TRACES_SAMPLER_ARG: or(read.number({ from: 0, to: 1, whole: false }), '1'),
    OTEL_EXPORTER_OTLP_ENDPOINT: z.optional(read.secureUrl),
    OTEL_EXPORTER_OTLP_HEADERS: z.optional(read.someText),
    CONSUMER_CONCURRENCY: or(read.number({ from: 2, to: 1_000 }), '5'),
    COUNTING_CONCURRENCY: z.optional(read.number({ from: 1, to: 1_000 })),
    INSTANCES_USERS: or(read.number({ from: 1, to: 8 }), String(INSTANCES.users)),
    INSTANCES_ORDERS: or(read.number({ from: 1, to: 8 }), String(INSTANCES.orders)),
    INSTANCES_INVENTORY: or(read.number({ from: 1, to: 8 }), String(INSTANCES.inventory)),
    INSTANCES_PAYMENTS: or(read.number({ from: 1, to: 8 }), String(INSTANCES.payments)),
    AUTH_ISSUER: z.optional(read.secureUrl),
    AUTH_JWKS_URI: z.optional(read.secureUrl),
    AUTH_AUDIENCE: z.optional(read.someText),
    AUTH_ROLES_CLAIM: z.optional(read.someText),
    AUTH_ROLES: z.optional(read.roleNames),
    // An outage on this machine is a minute and not an hour: steps are retried for half a minute on average and undos for
    // two, where AWS takes 7.5 and 30.
    SAGA_PAUSES: or(read.number({ from: 0, to: 1, whole: false }), here('0.05') ?? '1'),
    SAGA_OVERDUE_SECONDS: or(read.number({ from: 0, to: 1e9, whole: false }), String(LIMITS.pendingSeconds)),
  });
}

/** In AWS the saga's times are those of its definition and of the contract, whatever the environment says. */
const OF_AWS = { SAGA_PAUSES: undefined, SAGA_OVERDUE_SECONDS: undefined };

/** What a stage's file says (stages.ts), and above it what the environment says. A local stage has no file. */
function givenTo(stage: string, env: Environment): Environment {
  if (isLocalStage(stage)) return env;
  const config = configOf(stage);
  const said = Object.entries(env).filter(([, value]) => value !== undefined);
  return { ...(config && settingsFrom(config)), ...Object.fromEntries(said), ...OF_AWS };
}

/** What is wrong between settings, each of which is right by itself. */
function contradictions(given: Environment): string[] {
  const { API_DOMAIN, API_CERTIFICATE, MAIL_SENDER, MAIL_DOMAIN } = given;
  return [
    ...(API_DOMAIN && !API_CERTIFICATE ? ['API_CERTIFICATE is not set, and API_DOMAIN is'] : []),
    ...(API_CERTIFICATE && !API_DOMAIN ? ['API_DOMAIN is not set, and API_CERTIFICATE is'] : []),
    ...(MAIL_DOMAIN && MAIL_SENDER && !MAIL_SENDER.endsWith(`@${MAIL_DOMAIN}`)
      ? [`MAIL_SENDER has to be an address of MAIL_DOMAIN (${MAIL_DOMAIN}), and is "${MAIL_SENDER}"`]
      : []),
  ];
}

/** All that is wrong with what a stage is set to, each with what it has to be. */
function readSettings(stage: string, env: Environment) {
  const given = givenTo(stage, env);
  const result = z.safeParse(schemaOf(stage), given);
  const issues = result.success ? [] : result.error.issues;
  const faults = issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} ${message}${given[name] === undefined ? '' : `, and is "${given[name]}"`}`;
  });
  if (stage.length > LONGEST_STAGE)
    faults.unshift(`its name has ${stage.length} characters, and can have ${LONGEST_STAGE}`);
  return { given, settings: result.data, faults: [...faults, ...contradictions(given)] };
}

const wrong = (stage: string, faults: string[]) =>
  new UserError(`the settings of ${stage} are wrong: ${faults.join('; ')}`, 'docs/settings.md tells of each');

/**
 * Everything that a stage is set to: by its environment, or else by its file.
 *
 * @throws UserError that names all settings that are missing or wrong, each with what it has to be.
 */
export function settingsOf(stage: string, env: Environment) {
  const { settings, faults } = readSettings(stage, env);
  if (settings === undefined || faults.length > 0) throw wrong(stage, faults);
  return settings;
}

export type Settings = ReturnType<typeof settingsOf>;

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(schemaOf('local').shape);

/**
 * For `app()` in sst.config.ts: a stage whose settings are missing, wrong or still examples stops before its first resource. What is
 * sent to an engine of this machine may be an example.
 *
 * @throws UserError that names all of them.
 */
export function checkedSettings(stage: string, env: NodeJS.ProcessEnv = process.env): Settings {
  const { given, settings, faults } = readSettings(stage, settingsEnvironment(env));
  const all = isLaunched(env) ? faults : [...faults, ...examplesIn(given, SETTING_NAMES)];
  if (settings !== undefined && all.length === 0) return settings;
  const error = wrong(stage, all);
  tell(`error: ${error.line}`);
  throw error;
}
