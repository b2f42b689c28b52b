import type { Balancer } from '../balancer/balancer.ts';
import { NoCellAvailable, noCellAvailable } from '../balancer/no-cell-available.ts';
import { BreakerOpen } from '../breaker/breaker-open.ts';
import type { Breakers, Pass } from '../breaker/breakers.ts';
import { type CellState, cellName } from '../discovery/cell.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { type AttemptTime, withinTime } from './attempt.ts';
import { DeadlineExceeded } from './deadline-exceeded.ts';
import type { RetryBudget } from './retry-budget.ts';

export interface ResilientCallOptions<T> {
  /** The service that is called, as it is registered. */
  service: string;
  discovery: Pick<Discovery, 'cells'>;
  balancer: Balancer;
  breakers: Breakers;
  /** How long the call may take in all, in ms. */
  deadlineMs: number;
  /** How long the caller itself has left, in ms; the call never takes longer. */
  remainingMs?: () => number;
  /** Whether the call may be made twice. Only then is it retried, once, on another cell. */
  idempotent: boolean;
  retryBudget: RetryBudget;
  /** An answer that came later than this, in ms, is taken, but counts as a failure of the cell. */
  slowMs?: number;
  /** Whether an error is the cell's fault: a timeout, a 5xx, a throttle. A refusal (4xx) is an answer. All are, by default. */
  isFailure?: (thrown: unknown) => boolean;
  /** What the caller makes do with when there is no answer; it gets the reason. Not used for answers that are refusals. */
  fallback?: (reason: unknown) => T | Promise<T>;
  /** Monotonic time in ms. */
  clock?: () => number;
}

interface Admitted {
  cell: CellState;
  pass: Pass;
}

/**
 * Calls a service: picks a cell, asks its breaker, and makes the attempt within the deadline. An idempotent call that
 * fails is made once more on another cell, if the retry budget allows it; so that there is time left for that, the first
 * attempt gets half of it. The fallback stands beside the call, where a reader looks for it.
 *
 * @throws NoCellAvailable when the registry has no cell that could be called.
 * @throws BreakerOpen when the breakers of all cells that could be called are open.
 * @throws DeadlineExceeded when the time is up.
 * @throws what the attempt threw, when it is a refusal or the last attempt.
 * @example
 * const user = await resilientCall(
 *   { service: 'users', discovery, balancer, breakers, deadlineMs: 500, idempotent: true, retryBudget, fallback: () => nobody },
 *   (cell, { signal, timeoutMs }) => client(cell.address, { signal, timeoutMs }).getUser({ id }),
 * );
 */
export async function resilientCall<T>(
  options: ResilientCallOptions<T>,
  attempt: (cell: CellState, time: AttemptTime) => Promise<T>,
): Promise<T> {
  const call = new Call(options, attempt);
  try {
    return await call.run();
  } catch (thrown) {
    if (!options.fallback || call.isRefusal(thrown)) throw thrown;
    return options.fallback(thrown);
  } finally {
    await call.settled();
  }
}

class Call<T> {
  readonly #options: ResilientCallOptions<T>;
  readonly #attempt: (cell: CellState, time: AttemptTime) => Promise<T>;
  readonly #clock: () => number;
  readonly #ends: number;
  readonly #tried = new Set<string>();
  /** Writes to the breakers, which run beside a retry. */
  readonly #settling: Promise<void>[] = [];

  constructor(options: ResilientCallOptions<T>, attempt: (cell: CellState, time: AttemptTime) => Promise<T>) {
    this.#options = options;
    this.#attempt = attempt;
    this.#clock = options.clock ?? (() => performance.now());
    const remaining = options.remainingMs?.() ?? Number.POSITIVE_INFINITY;
    this.#ends = this.#clock() + Math.min(options.deadlineMs, remaining);
  }

  async run(): Promise<T> {
    const { service, retryBudget, idempotent } = this.#options;
    const cells = await withinTime(service, this.#left(), () => this.#options.discovery.cells(service));
    retryBudget.earn();
    const first = await this.#admit(cells);
    const another = idempotent && cells.some((cell) => this.#isLeft(cell));
    try {
      return await this.#on(first, another ? this.#left() / 2 : this.#left());
    } catch (thrown) {
      if (!another || this.isRefusal(thrown) || this.#left() <= 0 || !retryBudget.spend()) throw thrown;
      const second = await this.#admit(cells).catch(() => undefined);
      if (!second) throw thrown;
      return await this.#on(second, this.#left());
    }
  }

  /** Whether the other side has answered, and the answer is no. */
  isRefusal(thrown: unknown): boolean {
    if ([DeadlineExceeded, NoCellAvailable, BreakerOpen].some((type) => thrown instanceof type)) return false;
    return !(this.#options.isFailure?.(thrown) ?? true);
  }

  /** Waits for what is still to be written: an environment is frozen when its answer is out. */
  async settled(): Promise<void> {
    await Promise.all(this.#settling);
  }

  /** Whether a retry could go to a cell. One whose breaker is open is none: half of the time is not kept for it. */
  #isLeft(cell: CellState): boolean {
    const refused = this.#options.breakers.refuses(cellName(cell));
    return isCallable(cell) && !this.#tried.has(cell.cell) && !refused;
  }

  /** A cell that may be called, and leave to do so; cells whose breaker says no are passed over. */
  async #admit(cells: CellState[]): Promise<Admitted> {
    const { balancer, breakers, service, idempotent } = this.#options;
    await breakers.watch(cells.filter(isCallable).map(cellName));
    let refused: unknown;
    // A probe may well fail. A call that cannot be made twice probes only where there is no other cell.
    const closed = (cell: CellState) => breakers.stateOf(cellName(cell)) === 'CLOSED';
    const rounds = idempotent ? [cells] : [cells.filter(closed), cells];
    for (const among of rounds) {
      const passedOver = new Set(this.#tried);
      while (among.some((cell) => isCallable(cell) && !passedOver.has(cell.cell))) {
        const cell = balancer.pick(among, { service, except: passedOver });
        passedOver.add(cell.cell);
        try {
          const pass = await breakers.admit(cellName(cell), { forMs: this.#left() });
          this.#tried.add(cell.cell);
          return { cell, pass };
        } catch (thrown) {
          if (!(thrown instanceof BreakerOpen)) throw thrown;
          refused = thrown;
        }
      }
    }
    throw refused ?? noCellAvailable(service, cells, this.#tried);
  }

  async #on({ cell, pass }: Admitted, timeoutMs: number): Promise<T> {
    const { service, slowMs = 3_000 } = this.#options;
    const began = this.#clock();
    const end = (ok: boolean) => {
      this.#options.balancer.report(cell, { ok });
      this.#settling.push(this.#options.breakers.settle(pass, ok ? 'success' : 'failure'));
    };
    try {
      const answer = await withinTime(service, timeoutMs, (time) => this.#attempt(cell, time));
      end(this.#clock() - began <= slowMs);
      return answer;
    } catch (thrown) {
      end(this.isRefusal(thrown));
      throw thrown;
    }
  }

  #left(): number {
    return Math.max(0, this.#ends - this.#clock());
  }
}

const isCallable = (cell: CellState): boolean => !cell.drained && cell.health !== 'down';
