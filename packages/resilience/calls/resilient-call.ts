import { NoCellAvailable, noCellAvailable } from '../balancer/no-cell-available.ts';
import { BreakerOpen } from '../breaker/breaker-open.ts';
import type { Pass } from '../breaker/breakers.ts';
import type { Outcome } from '../breaker/machine.ts';
import { type CellState, cellName } from '../discovery/cell.ts';
import { within } from '../within.ts';
import { type AttemptTime, withinTime } from './attempt.ts';
import { DeadlineExceeded } from './deadline-exceeded.ts';
import { type Ended, firstAnswer, resultOf } from './first-answer.ts';
import type { ResilientCallOptions } from './options.ts';

interface Admitted {
  cell: CellState;
  pass: Pass;
}

/** An attempt that has ended: `isStart` when its cell had not answered this environment before. */
interface Attempted extends Admitted {
  began: number;
  patience: number;
  isStart: boolean;
}

/** Ends an attempt that nobody waits for any more. */
class NotNeeded extends Error {
  override name = 'NotNeeded';
}

/**
 * Calls a service: picks a cell, asks its breaker, and makes the attempt within the deadline. An idempotent call that
 * fails is made once more on another cell, if the retry budget allows it; one that is late is made there as well, and the
 * first answer is taken (a hedged request: Dean and Barroso, "The Tail at Scale", 2013). So a cell that is starting is not
 * given up for another that has to start, too. The fallback stands beside the call, where a reader looks for it.
 *
 * What counts against a cell is that it could not be reached, could not start, crashed, or said that it could not; that it was
 * late, as soon as it is no start any more (Starting).
 *
 * @throws NoCellAvailable when the registry has no cell that could be called.
 * @throws BreakerOpen when the breakers of all cells that could be called are open.
 * @throws DeadlineExceeded when the time is up.
 * @throws what the attempt threw, when it is a refusal or the last attempt.
 * @example
 * const user = await resilientCall(
 *   { service: 'users', discovery, balancer, breakers, starting, deadlineMs: 500, idempotent: true, retryBudget, fallback: () => nobody },
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
  /** Ends what is still under way when the call is over. */
  readonly #over = new AbortController();
  readonly #attempts: Promise<Ended<T>>[] = [];
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
    const admitted = await this.#admit(cells);
    const patience = this.#patience(admitted);
    const first = this.#begin(admitted, patience);
    if (!idempotent || !cells.some((cell) => this.#isLeft(cell))) return resultOf(await first);
    const ended = await within(first, patience);
    if (ended && this.#isAnswer(ended)) return resultOf(ended);
    if (this.#left() <= 0 || !retryBudget.spend()) return resultOf(await first);
    const other = await this.#admit(cells).catch(() => undefined);
    if (!other) return resultOf(await first);
    const second = this.#begin(other, this.#left());
    return resultOf(await firstAnswer([first, second], (each) => this.#isAnswer(each)));
  }

  /** Whether the other side has answered, and the answer is no. */
  isRefusal(thrown: unknown): boolean {
    if ([DeadlineExceeded, NotNeeded, NoCellAvailable, BreakerOpen].some((type) => thrown instanceof type))
      return false;
    return !(this.#options.isFailure?.(thrown) ?? true);
  }

  /** Ends what nobody waits for, and waits for what is to be written: an environment is frozen when its answer is out. */
  async settled(): Promise<void> {
    this.#over.abort(new NotNeeded());
    await Promise.all(this.#attempts);
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

  /** How long a cell has until another one is asked as well, in ms. */
  #patience({ cell }: Admitted): number {
    const { starting, patienceMs = 400 } = this.#options;
    const half = this.#left() / 2;
    return starting.isWarm(cellName(cell)) ? Math.min(half, patienceMs) : half;
  }

  #begin({ cell, pass }: Admitted, patience: number): Promise<Ended<T>> {
    const attempt = async (): Promise<Ended<T>> => {
      const began = this.#clock();
      const isStart = !this.#options.starting.isWarm(cellName(cell));
      const ended = await withinTime(
        this.#options.service,
        this.#left(),
        (time) => this.#attempt(cell, time),
        this.#over.signal,
      ).then(
        (value) => ({ value }),
        (thrown: unknown) => ({ thrown }),
      );
      const outcome = this.#outcome(ended, { cell, pass, began, patience, isStart });
      if (outcome !== 'unknown') this.#options.balancer.report(cell, { ok: outcome === 'success' });
      this.#settling.push(this.#options.breakers.settle(pass, outcome));
      return ended;
    };
    const under = attempt();
    this.#attempts.push(under);
    return under;
  }

  /** What an attempt says about its cell. */
  #outcome(ended: Ended<T>, { cell, pass, began, patience, isStart }: Attempted): Outcome {
    const { starting, slowMs = 3_000, isLate = () => false } = this.#options;
    const name = cellName(cell);
    const now = this.#clock();
    if (this.#isAnswer(ended)) {
      starting.answered(name);
      return 'value' in ended && now - began > slowMs && !isStart ? 'failure' : 'success';
    }
    const { thrown } = ended as { thrown: unknown };
    if (thrown instanceof NotNeeded && now - began < patience) return 'unknown';
    const late = thrown instanceof DeadlineExceeded || thrown instanceof NotNeeded || isLate(thrown);
    if (!late) return 'failure';
    const mayBeStarting = starting.mayBeStarting(name, began, now);
    // A probe answers the question whether the cell is well again: late is no.
    return mayBeStarting && pass.kind === 'counted' ? 'unknown' : 'failure';
  }

  #isAnswer(ended: Ended<T>): boolean {
    return 'value' in ended || this.isRefusal(ended.thrown);
  }

  #left(): number {
    return Math.max(0, this.#ends - this.#clock());
  }
}

const isCallable = (cell: CellState): boolean => !cell.drained && cell.health !== 'down';
