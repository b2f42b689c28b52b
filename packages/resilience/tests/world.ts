import { setImmediate as everythingDue } from 'node:timers/promises';
import * as fc from 'fast-check';
import { BreakerOpen, Breakers, type Pass } from '../breaker/breakers.ts';
import type { Outcome } from '../breaker/machine.ts';
import { type Fate, SlowStore } from './slow-store.ts';

const NAME = 'users/a';
export const ENVIRONMENTS = 4;

export type Step =
  | { do: 'call'; by: number }
  /** All environments at once. */
  | { do: 'all call' }
  /** The time comes at which the breaker may be tried. */
  | { do: 'open ends' }
  | { do: 'end'; which: number; outcome: Outcome }
  | { do: 'store'; which: number; fate: Fate }
  | { do: 'wait'; ms: number }
  /** Everything that waits is answered. */
  | { do: 'settle' };

/** Steps with the losses of a network, or (`fates`) with less of them. */
export const steps = (fates: Fate[]): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('call' as const), by: fc.nat(ENVIRONMENTS - 1) }) },
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant('end' as const),
          which: fc.nat(9),
          outcome: fc.constantFrom<Outcome[]>('failure', 'failure', 'success', 'unknown'),
        }),
      },
      {
        weight: 8,
        arbitrary: fc.record({
          do: fc.constant('store' as const),
          which: fc.nat(9),
          fate: fc.constantFrom(...fates),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constant('wait' as const),
          ms: fc.constantFrom(1, 1, 300, 300, 1_999, 2_000, 5_000, 10_000, 61_000),
        }),
      },
      { weight: 3, arbitrary: fc.constant({ do: 'settle' as const }) },
      { weight: 2, arbitrary: fc.constant({ do: 'all call' as const }) },
      { weight: 1, arbitrary: fc.constant({ do: 'open ends' as const }) },
    ),
    { minLength: 10, maxLength: 100 },
  );

export interface Flight {
  by: number;
  pass: Pass;
  began: number;
}

/** Several environments that call one instance, over one slow store, at a time that the test sets. */
export class World {
  now = 1_000_000;
  readonly store = new SlowStore(NAME, () => this.now);
  readonly environments = Array.from({ length: ENVIRONMENTS }, () => {
    const calls = { reads: 0, writes: 0 };
    const breakers = new Breakers({
      store: this.store.connection(calls),
      // The longest that a timer can be: the test alone decides what is late.
      storeTimeoutMs: 2 ** 31 - 1,
      now: () => this.now,
    });
    return { breakers, calls };
  });
  /** Calls that were let through and have not ended. */
  flights: Flight[] = [];
  /** Ends of counted calls that failed, with the generation that they were let through in. */
  readonly failures: { at: number; generation: number }[] = [];
  readonly unexpected: unknown[] = [];
  onPass: (flight: Flight) => void = () => {};
  #asking = 0;

  async run(step: Step): Promise<void> {
    if (step.do === 'call') this.#call(step.by);
    if (step.do === 'all call') for (let by = 0; by < ENVIRONMENTS; by += 1) this.#call(by);
    if (step.do === 'open ends') this.now = Math.max(this.now, (await this.store.record()).openUntil);
    if (step.do === 'wait') this.now += step.ms;
    if (step.do === 'store') await this.store.meet(step.which, step.fate);
    if (step.do === 'settle') await this.settle();
    if (step.do === 'end' && this.flights.length > 0) {
      const [flight] = this.flights.splice(step.which % this.flights.length, 1);
      this.end(flight!, step.outcome);
    }
    await everythingDue();
  }

  /** Answers everything that waits, and what comes of it. */
  async settle(): Promise<void> {
    await everythingDue();
    while (this.store.waiting > 0) {
      await this.store.meet(0, 'answered');
      await everythingDue();
    }
  }

  /** Whether nobody waits for leave any more. */
  get quiet(): boolean {
    return this.#asking === 0;
  }

  end({ by, pass }: Flight, outcome: Outcome): void {
    if (pass.kind === 'counted' && outcome === 'failure')
      this.failures.push({ at: this.now, generation: pass.generation });
    this.environments[by]!.breakers.settle(pass, outcome).catch((thrown) => this.unexpected.push(thrown));
  }

  #call(by: number): void {
    this.#asking += 1;
    this.environments[by]!.breakers.admit(NAME, { forMs: 1_000 })
      .then((pass) => {
        const flight = { by, pass, began: this.now };
        this.flights.push(flight);
        this.onPass(flight);
      })
      .catch((thrown) => {
        if (!(thrown instanceof BreakerOpen)) this.unexpected.push(thrown);
      })
      .finally(() => {
        this.#asking -= 1;
      });
  }
}
