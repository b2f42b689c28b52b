import { type CellState, cellName, type Health } from './cell.ts';

/** One record of the registry: a name that is a path, and a text. */
export interface RegistryRecord {
  name: string;
  value: string;
}

/** What a prober has found out about a cell. */
export interface HealthRecord {
  status: Exclude<Health, 'unknown'>;
  /** Why it is not healthy. */
  reason?: string;
  /** Since when it has this status; RFC 3339, UTC. */
  since: string;
  /** When it was probed last; RFC 3339, UTC. */
  checkedAt: string;
  /** Probes that failed, or that succeeded, since the last that did not. */
  failures: number;
  successes: number;
}

/** What people on call leave beside a cell that they take out of service. */
export interface DrainRecord {
  reason: string;
  by: string;
  /** RFC 3339, UTC. */
  since: string;
}

/** The three kinds of records, each written by one hand only: the deployment, people on call, the prober. */
export const KINDS = { registration: 'registry', drain: 'drained', health: 'health' } as const;

/**
 * The name of a record. All are below one path, so that one recursive read finds all of them.
 *
 * @example recordName('/shop/production', 'drain', { service: 'users', cell: 'a' }) // /shop/production/drained/users/a
 */
export const recordName = (
  path: string,
  kind: keyof typeof KINDS,
  cell: { service: string; cell: string },
): string => `${path}/${KINDS[kind]}/${cellName(cell)}`;

interface ReadRegistryOptions {
  /** The path that the records are below, without a slash at its end. */
  path: string;
  /** Now, in ms since 1970. */
  now: number;
  /** A probe that is older, in ms, tells nothing: after three missed ones of a minute. */
  staleMs?: number;
  /** Told of every record that cannot be understood, which is then left out. */
  onInvalid?: (name: string) => void;
}

/**
 * Puts the records of a registry together to the cells that there are. What cannot be understood harms nobody but
 * itself: a registration is left out, a probe's record means unknown, a drain is a drain whatever it says.
 *
 * @example
 * readRegistry([{ name: '/shop/dev/registry/users/a', value: '{"service":"users",…}' }], { path: '/shop/dev', now: Date.now() });
 */
export function readRegistry(records: RegistryRecord[], options: ReadRegistryOptions): CellState[] {
  const { path, now, staleMs = 180_000, onInvalid = () => {} } = options;
  const texts = new Map(records.map(({ name, value }) => [name, value]));
  const prefix = `${path}/${KINDS.registration}/`;
  const parsed = <T>(name: string, fits: (value: Record<string, unknown>) => boolean): T | undefined => {
    const text = texts.get(name);
    if (text === undefined) return undefined;
    const value = parseObject(text);
    if (value && fits(value)) return value as T;
    onInvalid(name);
    return undefined;
  };
  const cells: CellState[] = [];
  for (const name of [...texts.keys()].sort()) {
    if (!name.startsWith(prefix)) continue;
    const cell = parsed<CellState>(name, isRegistration);
    if (!cell || `${prefix}${cellName(cell)}` !== name) {
      if (cell) onInvalid(name);
      continue;
    }
    const health = parsed<HealthRecord>(recordName(path, 'health', cell), isHealth);
    const drained = texts.has(recordName(path, 'drain', cell));
    const drain = parsed<DrainRecord>(recordName(path, 'drain', cell), (value) => isText(value.reason));
    const fresh = health && now - Date.parse(health.checkedAt) <= staleMs ? health : undefined;
    cells.push({
      ...cell,
      health: fresh?.status ?? 'unknown',
      drained,
      reason: drain?.reason ?? (health && !fresh ? `not probed since ${health.checkedAt}` : fresh?.reason),
      since: drain?.since ?? fresh?.since,
    });
  }
  return cells;
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

const isRegistration = (value: Record<string, unknown>): boolean =>
  [value.service, value.cell, value.address, value.version].every(isText) &&
  isTime(value.registeredAt) &&
  Array.isArray(value.protocols) &&
  value.protocols.every(isText) &&
  Number.isFinite(value.weight) &&
  Number(value.weight) > 0;

const isHealth = (value: Record<string, unknown>): boolean =>
  ['healthy', 'degraded', 'down'].includes(String(value.status)) &&
  isTime(value.checkedAt) &&
  isTime(value.since);
