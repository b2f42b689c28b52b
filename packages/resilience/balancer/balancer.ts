import type { Health, InstanceState } from '../discovery/instance.ts';
import { anywhereInTurn, nextInTurn } from './smooth-weighted.ts';

export interface BalancerOptions {
  ejection?: Partial<EjectionSettings>;
  /** From 0 up to 1: where the first round begins. */
  random?: () => number;
  /** Now, in ms since 1970. */
  now?: () => number;
}

interface Known {
  credits: Map<string, number>;
  seen: Map<string, Seen>;
}

/** Instances are called from the best kind that there is. Those that are down are not called at all. */
const PREFERENCE: Health[] = ['healthy', 'degraded', 'unknown'];

/**
 * Spreads the calls of one environment over the instances of a service: in turn, by weight. An instance that fails several times in
 * a row here is left out for a while, whatever the registry says; when all are, none is, because a call that may fail
 * is better than one that is refused (Envoy's panic threshold).
 *
 * Healthy instances come first. Degraded ones answer, if badly, so they come next; unknown ones last: a dead health checker is
 * no outage. Drained instances and those that are down get nothing.
 *
 * @example
 * const instance = balancer.pick(await discovery.instances('users'));
 * try { await call(instance); balancer.report(instance, { ok: true }); }
 * catch (thrown) { balancer.report(instance, { ok: false }); throw thrown; }
 */
export class Balancer {
  readonly #ejection: EjectionSettings;
  readonly #random: () => number;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor({ ejection = {}, random = Math.random, now = Date.now }: BalancerOptions = {}) {
    this.#ejection = { ...EJECTION, ...ejection };
    this.#random = random;
    this.#now = now;
  }

  /**
   * The instance that is to be called next.
   *
   * @param instances all instances of one service.
   * @param options.except names (`a`) of instances that this call has tried.
   * @throws NoInstanceAvailable when none can be called: at once, and saying what is the matter with each.
   */
  pick(
    instances: readonly InstanceState[],
    options: { service?: string; except?: ReadonlySet<string> } = {},
  ): InstanceState {
    const { except, service = instances[0]?.service ?? 'the service' } = options;
    const usable = instances.filter(
      (instance) => !instance.drained && instance.health !== 'down' && !except?.has(instance.instance),
    );
    if (usable.length === 0) throw noInstanceAvailable(service, instances, except);
    const { credits, seen } = this.#knownOf(service, instances);
    const now = this.#now();
    const here = usable.filter(({ instance }) => (seen.get(instance)?.ejectedUntil ?? 0) <= now);
    const among = here.length > 0 ? here : usable;
    const best = PREFERENCE.find((health) => among.some((instance) => instance.health === health));
    return nextInTurn(
      among.filter((instance) => instance.health === best),
      credits,
    );
  }

  /** What came of a call: `ok` when the instance answered, be it with a rejection. */
  report({ service, instance }: Pick<InstanceState, 'service' | 'instance'>, { ok }: { ok: boolean }): void {
    const seen = this.#known.get(service)?.seen;
    seen?.set(instance, afterCall(seen.get(instance) ?? UNSEEN, ok, this.#now(), this.#ejection));
  }

  #knownOf(service: string, instances: readonly InstanceState[]): Known {
    const known = this.#known.get(service) ?? {
      credits: anywhereInTurn(instances, this.#random),
      seen: new Map(),
    };
    this.#known.set(service, known);
    for (const map of [known.credits, known.seen])
      for (const name of map.keys())
        if (!instances.some(({ instance }) => instance === name)) map.delete(name);
    return known;
  }
}

export interface EjectionSettings {
  /** Failures in a row after which an instance is left out. */
  failures: number;
  /** How long it is left out the first time, in ms. It doubles each time that the instance comes back and fails at once. */
  baseMs: number;
  /** It is never left out for longer, in ms. */
  maxMs: number;
}

export const EJECTION: EjectionSettings = { failures: 3, baseMs: 5_000, maxMs: 60_000 };

/** What one environment has seen of an instance. */
export interface Seen {
  /** Failures since the last success. */
  failures: number;
  /** Ejections since the last success. */
  ejections: number;
  /** Left out until then, in ms since 1970. */
  ejectedUntil: number;
}

export const UNSEEN: Seen = { failures: 0, ejections: 0, ejectedUntil: 0 };

/**
 * What is known of an instance after one more call. It is left out after several failures in a row; when it has been away and
 * fails again, one failure is enough, and it is left out for longer (passive outlier detection, as in Envoy and Finagle).
 */
export function afterCall(seen: Seen, ok: boolean, now: number, settings: EjectionSettings = EJECTION): Seen {
  if (ok) return UNSEEN;
  const failures = seen.failures + 1;
  const away = now < seen.ejectedUntil;
  if (away || (seen.ejections === 0 && failures < settings.failures)) return { ...seen, failures };
  const forMs = Math.min(settings.maxMs, settings.baseMs * 2 ** seen.ejections);
  return { failures, ejections: seen.ejections + 1, ejectedUntil: now + forMs };
}

/** No instance of the service can be called: the registry has none, or all are down or drained. Known without a call. */
export class NoInstanceAvailable extends Error {
  override name = 'NoInstanceAvailable';
  readonly service: string;

  /** @param why what is the matter with each instance: `a is down (its table does not answer), b is drained` */
  constructor(service: string, why: string) {
    super(`no instance of ${service} can be called: ${why}`);
    this.service = service;
  }
}

/** The error that says what is the matter with each instance; `except` are those that the call has tried. */
export function noInstanceAvailable(
  service: string,
  instances: readonly InstanceState[],
  except?: ReadonlySet<string>,
): NoInstanceAvailable {
  const matter = ({ instance, drained, health }: InstanceState) => {
    if (drained) return 'drained';
    return except?.has(instance) ? 'tried already' : health;
  };
  const why = instances.map(
    (instance) =>
      `${instance.instance} is ${matter(instance)}${instance.reason ? ` (${instance.reason})` : ''}`,
  );
  return new NoInstanceAvailable(service, why.join(', ') || 'none is registered');
}
