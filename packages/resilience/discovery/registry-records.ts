import { type Health, type Instance, instanceName, type RegisteredInstance } from './instance.ts';

/** One record of the registry: its kind and instance as a path, and a text. */
export interface RegistryRecord {
  name: string;
  value: string;
}

/** What a health check has found out about an instance. */
export interface HealthRecord {
  status: Exclude<Health, 'unknown'>;
  /** Why it is not healthy. */
  reason?: string;
  /** Since when it has this status; RFC 3339, UTC. */
  since: string;
  /** When it was checked last; RFC 3339, UTC. */
  checkedAt: string;
  /** Checks that failed, or that succeeded, since the last that did not. */
  failures: number;
  successes: number;
}

/** What operators on call leave beside an instance that they take out of service. */
export interface DrainRecord {
  reason: string;
  by: string;
  /** RFC 3339, UTC. */
  since: string;
}

/** The three kinds of records, each written by one hand only: the deployment, operators on call, the health check. */
export const KINDS = { registration: 'registry', drain: 'drained', health: 'health' } as const;
export type Kind = keyof typeof KINDS;

/** @example recordName('drain', { service: 'users', instance: 'a' }) // drained/users/a */
export const recordName = (kind: Kind, instance: Pick<Instance, 'service' | 'instance'>): string =>
  `${KINDS[kind]}/${instanceName(instance)}`;

/** The key of a record in DynamoDB, as its JSON: the kind, and the instance that it is about. */
export const keyOf = (kind: Kind, instance: Pick<Instance, 'service' | 'instance'>) => ({
  kind: { S: KINDS[kind] },
  cell: { S: instanceName(instance) },
});

/** A record as it stands in DynamoDB. */
export const itemOf = (kind: Kind, instance: Pick<Instance, 'service' | 'instance'>, text: string) => ({
  ...keyOf(kind, instance),
  record: { S: text },
});

interface ReadRegistryOptions {
  /** Now, in ms since 1970. */
  now: number;
  /** A health check that is older, in ms, tells nothing: after three missed ones of a minute. */
  staleMs?: number;
  /** Told of every record that cannot be understood, which is then left out. */
  onInvalid?: (name: string) => void;
}

/**
 * Puts the records of a registry together to the instances that there are. What cannot be understood harms nobody but
 * itself: a registration is left out, a record of a health check means unknown, a drain is a drain whatever it says.
 *
 * @example
 * readRegistry([{ name: 'registry/users/a', value: '{"service":"users",…}' }], { now: Date.now() });
 */
export function readRegistry(records: RegistryRecord[], options: ReadRegistryOptions): RegisteredInstance[] {
  const { now, staleMs = 180_000, onInvalid = () => {} } = options;
  const texts = new Map(records.map(({ name, value }) => [name, value]));
  const parsed = <T>(name: string, fits: (value: Record<string, unknown>) => boolean): T | undefined => {
    const text = texts.get(name);
    if (text === undefined) return undefined;
    const value = parseObject(text);
    if (value && fits(value)) return value as T;
    onInvalid(name);
    return undefined;
  };
  const instances: RegisteredInstance[] = [];
  for (const name of [...texts.keys()].sort()) {
    if (!name.startsWith(`${KINDS.registration}/`)) continue;
    const instance = readRegistration(name, texts.get(name)!);
    if (typeof instance === 'string') {
      onInvalid(name);
      continue;
    }
    const health = parsed<HealthRecord>(recordName('health', instance), isHealth);
    const drained = texts.has(recordName('drain', instance));
    const drain = parsed<DrainRecord>(recordName('drain', instance), (value) => isText(value.reason));
    const fresh = health && now - Date.parse(health.checkedAt) <= staleMs ? health : undefined;
    instances.push({
      ...instance,
      health: fresh?.status ?? 'unknown',
      drained,
      reason: drain?.reason ?? (health && !fresh ? `not checked since ${health.checkedAt}` : fresh?.reason),
      since: drain?.since ?? fresh?.since,
    });
  }
  return instances;
}

/**
 * A registration that callers will take, as a deployment is about to write it.
 *
 * @throws Error that names it and says what is wrong, when they would leave it out.
 */
export function acceptedRegistration(name: string, text: string): string {
  const read = readRegistration(name, text);
  if (typeof read === 'string') throw new Error(`the registration ${name} is refused: ${read}`);
  return text;
}

/** The instance that a registration is of, or why it is none. */
function readRegistration(name: string, text: string): Instance | string {
  const value = parseObject(text);
  if (!value) return 'it is no JSON object';
  const wrong = Object.entries(REGISTRATION).find(([field, fits]) => !fits(value[field]));
  if (wrong) return `its ${wrong[0]} is ${JSON.stringify(value[wrong[0]]) ?? 'missing'}`;
  const { version, ...instance } = value as unknown as Instance;
  if (recordName('registration', instance) !== name) return `it is that of ${instanceName(instance)}`;
  return { ...instance, ...(isText(version) && { version }) };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTime = (value: unknown): boolean => isText(value) && !Number.isNaN(Date.parse(String(value)));

/** What each field of a registration has to be. The version may be missing: nothing hangs on it. */
const REGISTRATION: Record<keyof Instance, (value: unknown) => boolean> = {
  service: isText,
  instance: isText,
  address: isText,
  protocols: (value) => Array.isArray(value) && value.every(isText),
  version: (value) => value === undefined || value === null || typeof value === 'string',
  weight: (value) => Number.isFinite(value) && Number(value) > 0,
  registeredAt: isTime,
};

const isHealth = (value: Record<string, unknown>): boolean =>
  ['healthy', 'degraded', 'down'].includes(String(value.status)) &&
  isTime(value.checkedAt) &&
  isTime(value.since);
