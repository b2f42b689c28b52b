import {
  admission,
  BREAKER,
  type BreakerSettings,
  type Change,
  forcedAt,
  nextChange,
  type Outcome,
  openTime,
  refusesUntil,
} from './machine.ts';
import { type BreakerRecord, type BreakerState, type Forced, sliceAt, Unreported } from './record.ts';
import { SharedRecords } from './shared-records.ts';
import type { BreakerStore } from './store.ts';

export interface BreakersOptions {
  store: BreakerStore;
  settings?: Partial<BreakerSettings>;
  /** What this environment is called in a lease; only to tell it from the others. */
  environment?: string;
  /** How long a copy of the shared state is good, in ms: at most one read in that time. */
  refreshMs?: number;
  /** Nobody waits longer for the store, in ms. */
  storeTimeoutMs?: number;
  /** Told when the store did not do what it was asked: no call fails because of it. */
  onError?: (thrown: unknown) => void;
  /** Told of every transition that this environment has made. */
  onChange?: (name: string, record: BreakerRecord) => void;
  /** Now, in ms since 1970. */
  now?: () => number;
}

/** Leave to make one call. Whoever has it tells what came of the call, by `settle`. */
export interface Pass {
  readonly name: string;
  /** `counted`: as usual. `trial`: for all environments. `alone`: a trial call while there is no store. `free`: forced closed. */
  readonly kind: 'counted' | 'trial' | 'alone' | 'free';
  readonly generation: number;
}

/**
 * The circuit breakers of one environment, shared with all others through a store. One breaker per name, such as a service's
 * instance. A call that goes well costs no write, and one read of all breakers per `refreshMs` at most; a call that fails costs
 * one. When the store is unavailable, the last known state holds, and an open breaker is tried by each environment alone.
 *
 * @example
 * const breakers = new Breakers({ store: new DynamoBreakerStore({ table, client }) });
 * const pass = await breakers.admit('users/a');
 * try { const user = await getUser(); await breakers.settle(pass, 'success'); return user; }
 * catch (thrown) { await breakers.settle(pass, 'failure'); throw thrown; }
 */
export class Breakers {
  readonly #settings: BreakerSettings;
  readonly #environment: string;
  readonly #now: () => number;
  readonly #onChange: NonNullable<BreakersOptions['onChange']>;
  readonly #records: SharedRecords;
  readonly #unreported = new Map<string, Unreported>();
  /** Names for which this environment asks for the lease, or makes the trial call alone. */
  readonly #onTrial = new Set<string>();

  constructor(options: BreakersOptions) {
    const { store, settings, refreshMs = 2_000, storeTimeoutMs: timeoutMs = 200, now = Date.now } = options;
    this.#settings = { ...BREAKER, ...settings };
    this.#environment = options.environment ?? crypto.randomUUID();
    this.#now = now;
    this.#onChange = options.onChange ?? (() => {});
    const onError = options.onError ?? (() => {});
    this.#records = new SharedRecords({ store, refreshMs, timeoutMs, now, onError });
  }

  /**
   * Brings what is known about these breakers up to date, together with all others, if it is old. To name all that
   * a call may meet at once makes one read of several.
   */
  async watch(names: readonly string[]): Promise<void> {
    await this.#records.refresh(names);
    for (const name of names) await this.#openIfDue(name);
  }

  /** What the breaker is to a call at this moment, as far as is known here: a person's word goes first. */
  stateOf(name: string): BreakerState {
    const record = this.#records.get(name);
    return forcedAt(record, this.#now())?.state ?? record.state;
  }

  /** Whether a call would be refused at this moment, as far as is known here: open, and not yet due for a trial call. */
  refuses(name: string): boolean {
    return admission(this.#records.get(name), this.#now()) === 'refuse';
  }

  /**
   * Asks whether a call may be made. At most one environment at a time gets leave to make the trial call.
   *
   * @param options.forMs the call is over before so many ms have passed: a trial call's lease is longer.
   * @throws BreakerOpen when the call is not to be made.
   */
  async admit(name: string, { forMs = 0 }: { forMs?: number } = {}): Promise<Pass> {
    await this.watch([name]);
    const record = this.#records.get(name);
    const answer = admission(record, this.#now());
    if (answer === 'refuse') throw this.#open(name);
    if (answer === 'trial') return this.#trial(name, forMs);
    return this.#passed(name, record);
  }

  /**
   * Tells what came of a call. It waits for the store when there is something to write: after a failure and after a trial call.
   * It never fails.
   */
  async settle(pass: Pass, outcome: Outcome): Promise<void> {
    const { name, kind } = pass;
    if (kind === 'counted' && outcome === 'failure') await this.#countFailure(pass);
    if (kind === 'alone') this.#settleAlone(name, outcome);
    if (kind !== 'trial') return;
    const change = nextChange(
      { ...this.#records.get(name), state: 'HALF_OPEN', generation: pass.generation },
      { type: 'trialEnded', outcome },
      this.#now(),
      this.#settings,
    );
    if (change) await this.#change(name, change);
  }

  /**
   * Sets a person's word, or (undefined) takes it back.
   *
   * @throws Error when the store has not confirmed it.
   */
  async force(name: string, forced: Forced | undefined): Promise<void> {
    const now = this.#now();
    const answer = await this.#records.write(name, async (store) => ({
      applied: true,
      record: await store.force(name, forced, now),
    }));
    if (!answer) throw new Error(`whether ${name} is forced is not known: its store has not answered`);
  }

  #passed(name: string, record: BreakerRecord): Pass {
    const free = record.forced !== undefined && forcedAt(record, this.#now()) !== undefined;
    if (!free) this.#unreportedOf(name).add({ calls: 1 }, this.#now());
    return { name, kind: free ? 'free' : 'counted', generation: record.generation };
  }

  async #trial(name: string, forMs: number): Promise<Pass> {
    if (this.#onTrial.has(name)) throw this.#open(name);
    this.#onTrial.add(name);
    let alone = false;
    try {
      const event = { type: 'trialWanted', by: this.#environment, forMs } as const;
      const wanted = nextChange(this.#records.get(name), event, this.#now(), this.#settings);
      const answer = wanted && (await this.#change(name, wanted));
      const record = this.#records.get(name);
      if (answer?.applied) {
        // An answer that was long under way may leave too little of the lease: then it runs out unused.
        if (this.#now() + forMs > answer.record.lease!.until) throw this.#open(name);
        return { name, kind: 'trial', generation: answer.record.generation };
      }
      // One answer may be lost, and the lease be ours or another's. A store that stays away leases nothing to anyone.
      alone = wanted !== undefined && !answer && this.#records.unavailableMs() >= this.#settings.leaseMs;
      if (alone) return { name, kind: 'alone', generation: record.generation };
      if (admission(record, this.#now()) === 'pass') return this.#passed(name, record);
      throw this.#open(name);
    } finally {
      if (!alone) this.#onTrial.delete(name);
    }
  }

  #settleAlone(name: string, outcome: Outcome): void {
    this.#onTrial.delete(name);
    const record = this.#records.get(name);
    const openUntil = this.#now() + openTime(record.opens, this.#settings);
    if (outcome === 'success') this.#records.assume(name, { ...record, state: 'CLOSED' });
    if (outcome === 'failure') this.#records.assume(name, { ...record, state: 'OPEN', openUntil });
  }

  async #countFailure({ name, generation }: Pass): Promise<void> {
    const unreported = this.#unreportedOf(name);
    const now = this.#now();
    unreported.add({ failures: 1 }, now);
    const told = unreported.take(now);
    const slice = sliceAt(now, this.#settings.windowMs);
    const answer = await this.#records.write(name, (store) =>
      store.count(name, { generation, slice, ...told }),
    );
    // It may be in the store or not. Told once more, it opens too early at worst; not told, an open may be lost.
    if (!answer) unreported.add(told, now);
    if (answer?.applied) await this.#openIfDue(name);
  }

  /** Whoever sees that it is too much opens: the one who made it so may be gone. */
  async #openIfDue(name: string): Promise<void> {
    const change = nextChange(this.#records.get(name), { type: 'counted' }, this.#now(), this.#settings);
    if (change) await this.#change(name, change);
  }

  async #change(name: string, change: Change) {
    const answer = await this.#records.write(name, (store) => store.change(name, change));
    if (answer?.applied) this.#onChange(name, answer.record);
    return answer;
  }

  #open(name: string): BreakerOpen {
    const record = this.#records.get(name);
    const now = this.#now();
    return new BreakerOpen(name, refusesUntil(record, now), forcedAt(record, now)?.reason);
  }

  #unreportedOf(name: string): Unreported {
    const unreported = this.#unreported.get(name) ?? new Unreported(this.#settings.windowMs);
    this.#unreported.set(name, unreported);
    return unreported;
  }
}

/** The breaker lets nothing through: the call was not made. */
export class BreakerOpen extends Error {
  override name = 'BreakerOpen';
  /** The name of the breaker. */
  readonly breaker: string;
  /** Until when at least, as far as is known; in ms since 1970. */
  readonly until: number;

  constructor(breaker: string, until: number, reason = 'it has failed too often') {
    super(`${breaker} is not called until ${new Date(until).toISOString()}: ${reason}`);
    this.breaker = breaker;
    this.until = until;
  }
}
