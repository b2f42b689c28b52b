import { NoInstanceAvailable, noInstanceAvailable } from '../balancer/balancer.ts';
import { BreakerOpen, type Pass } from '../breaker/breakers.ts';
import type { Outcome } from '../breaker/machine.ts';
import { type InstanceState, instanceName } from '../discovery/instance.ts';
import { within } from '../within.ts';
import {
  type AttemptTime,
  DeadlineExceeded,
  type Ended,
  firstAnswer,
  resultOf,
  withinTime,
} from './attempt.ts';
import type { ResilientCallOptions } from './options.ts';

interface Admitted {
  instance: InstanceState;
  pass: Pass;
}

/** An attempt that has ended: `isStart` when its instance had not answered this environment before. */
interface Attempted extends Admitted {
  began: number;
  hedgeAfter: number;
  isStart: boolean;
}

/** Ends an attempt that nobody waits for any more. */
class NotNeeded extends Error {
  override name = 'NotNeeded';
}

/**
 * Calls a service: picks an instance, asks its breaker, and makes the attempt within the deadline. An idempotent call that
 * fails is made once more on another instance, if the retry budget allows it; one that is late is made there as well, and the
 * first answer is taken (a hedged request: Dean and Barroso, "The Tail at Scale", 2013). So an instance that is starting is not
 * given up for another that has to start, too. The fallback stands beside the call, where a reader looks for it.
 *
 * What counts against an instance is that it could not be reached, could not start, crashed, or said that it could not; that it was
 * late, as soon as it is no start any more (Starting).
 *
 * @throws NoInstanceAvailable when the registry has no instance that could be called.
 * @throws BreakerOpen when the breakers of all instances that could be called are open.
 * @throws DeadlineExceeded when the time is up.
 * @throws what the attempt threw, when it is a rejection or the last attempt.
 * @example
 * const user = await resilientCall(
 *   { service: 'users', discovery, balancer, breakers, starting, deadlineMs: 500, idempotent: true, retryBudget, fallback: () => nobody },
 *   (instance, { signal, timeoutMs }) => client(instance.address, { signal, timeoutMs }).getUser({ id }),
 * );
 */
export async function resilientCall<T>(
  options: ResilientCallOptions<T>,
  attempt: (instance: InstanceState, time: AttemptTime) => Promise<T>,
): Promise<T> {
  const call = new Call(options, attempt);
  try {
    return await call.run();
  } catch (thrown) {
    if (!options.fallback || call.isRejection(thrown)) throw thrown;
    return options.fallback(thrown);
  } finally {
    await call.settled();
  }
}

class Call<T> {
  readonly #options: ResilientCallOptions<T>;
  readonly #attempt: (instance: InstanceState, time: AttemptTime) => Promise<T>;
  readonly #clock: () => number;
  readonly #ends: number;
  readonly #tried = new Set<string>();
  /** Ends what is still under way when the call is over. */
  readonly #over = new AbortController();
  readonly #attempts: Promise<Ended<T>>[] = [];
  /** Writes to the breakers, which run beside a retry. */
  readonly #settling: Promise<void>[] = [];

  constructor(
    options: ResilientCallOptions<T>,
    attempt: (instance: InstanceState, time: AttemptTime) => Promise<T>,
  ) {
    this.#options = options;
    this.#attempt = attempt;
    this.#clock = options.clock ?? (() => performance.now());
    const remaining = options.remainingMs?.() ?? Number.POSITIVE_INFINITY;
    this.#ends = this.#clock() + Math.min(options.deadlineMs, remaining);
  }

  async run(): Promise<T> {
    const { service, retryBudget, idempotent } = this.#options;
    const instances = await withinTime(service, this.#left(), () =>
      this.#options.discovery.instances(service),
    );
    retryBudget.earn();
    const admitted = await this.#admit(instances);
    const hedgeAfter = this.#hedgeAfter(admitted);
    const first = this.#begin(admitted, hedgeAfter);
    if (!idempotent || !instances.some((instance) => this.#isLeft(instance))) return resultOf(await first);
    const ended = await within(first, hedgeAfter);
    if (ended && this.#isAnswer(ended)) return resultOf(ended);
    if (this.#left() <= 0 || !retryBudget.spend()) return resultOf(await first);
    const other = await this.#admit(instances).catch(() => undefined);
    if (!other) return resultOf(await first);
    const second = this.#begin(other, this.#left());
    return resultOf(await firstAnswer([first, second], (each) => this.#isAnswer(each)));
  }

  /** Whether the other side has answered, and the answer is no. */
  isRejection(thrown: unknown): boolean {
    if (
      [DeadlineExceeded, NotNeeded, NoInstanceAvailable, BreakerOpen].some((type) => thrown instanceof type)
    )
      return false;
    return !(this.#options.isFailure?.(thrown) ?? true);
  }

  /** Ends what nobody waits for, and waits for what is to be written: an environment is frozen when its answer is out. */
  async settled(): Promise<void> {
    this.#over.abort(new NotNeeded());
    await Promise.all(this.#attempts);
    await Promise.all(this.#settling);
  }

  /** Whether a retry could go to an instance. One whose breaker is open is none: half of the time is not kept for it. */
  #isLeft(instance: InstanceState): boolean {
    const refused = this.#options.breakers.refuses(instanceName(instance));
    return isCallable(instance) && !this.#tried.has(instance.instance) && !refused;
  }

  /** An instance that may be called, and leave to do so; instances whose breaker says no are passed over. */
  async #admit(instances: InstanceState[]): Promise<Admitted> {
    const { balancer, breakers, service, idempotent } = this.#options;
    await breakers.watch(instances.filter(isCallable).map(instanceName));
    let refused: unknown;
    // A trial call may well fail. A call that cannot be made twice is a trial call only where there is no other instance.
    const closed = (instance: InstanceState) => breakers.stateOf(instanceName(instance)) === 'CLOSED';
    const rounds = idempotent ? [instances] : [instances.filter(closed), instances];
    for (const among of rounds) {
      const passedOver = new Set(this.#tried);
      while (among.some((instance) => isCallable(instance) && !passedOver.has(instance.instance))) {
        const instance = balancer.pick(among, { service, except: passedOver });
        passedOver.add(instance.instance);
        try {
          const pass = await breakers.admit(instanceName(instance), { forMs: this.#left() });
          this.#tried.add(instance.instance);
          return { instance, pass };
        } catch (thrown) {
          if (!(thrown instanceof BreakerOpen)) throw thrown;
          refused = thrown;
        }
      }
    }
    throw refused ?? noInstanceAvailable(service, instances, this.#tried);
  }

  /** How long an instance has until another one is asked as well, in ms. */
  #hedgeAfter({ instance }: Admitted): number {
    const { starting, hedgeAfterMs = 400 } = this.#options;
    const half = this.#left() / 2;
    return starting.isWarm(instanceName(instance)) ? Math.min(half, hedgeAfterMs) : half;
  }

  #begin({ instance, pass }: Admitted, hedgeAfter: number): Promise<Ended<T>> {
    const attempt = async (): Promise<Ended<T>> => {
      const began = this.#clock();
      const isStart = !this.#options.starting.isWarm(instanceName(instance));
      const ended = await withinTime(
        this.#options.service,
        this.#left(),
        (time) => this.#attempt(instance, time),
        this.#over.signal,
      ).then(
        (value) => ({ value }),
        (thrown: unknown) => ({ thrown }),
      );
      const outcome = this.#outcome(ended, { instance, pass, began, hedgeAfter, isStart });
      if (outcome !== 'unknown') this.#options.balancer.report(instance, { ok: outcome === 'success' });
      this.#settling.push(this.#options.breakers.settle(pass, outcome));
      return ended;
    };
    const under = attempt();
    this.#attempts.push(under);
    return under;
  }

  /** What an attempt says about its instance. */
  #outcome(ended: Ended<T>, { instance, pass, began, hedgeAfter, isStart }: Attempted): Outcome {
    const { starting, slowMs = 3_000, isLate = () => false } = this.#options;
    const name = instanceName(instance);
    const now = this.#clock();
    if (this.#isAnswer(ended)) {
      starting.answered(name);
      return 'value' in ended && now - began > slowMs && !isStart ? 'failure' : 'success';
    }
    const { thrown } = ended as { thrown: unknown };
    if (thrown instanceof NotNeeded && now - began < hedgeAfter) return 'unknown';
    const late = thrown instanceof DeadlineExceeded || thrown instanceof NotNeeded || isLate(thrown);
    if (!late) return 'failure';
    const mayBeStarting = starting.mayBeStarting(name, began, now);
    // A trial call answers the question whether the instance is well again: late is no.
    return mayBeStarting && pass.kind === 'counted' ? 'unknown' : 'failure';
  }

  #isAnswer(ended: Ended<T>): boolean {
    return 'value' in ended || this.isRejection(ended.thrown);
  }

  #left(): number {
    return Math.max(0, this.#ends - this.#clock());
  }
}

const isCallable = (instance: InstanceState): boolean => !instance.drained && instance.health !== 'down';
