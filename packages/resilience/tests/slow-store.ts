import { type BreakerRecord, NEW_BREAKER } from '../breaker/record.ts';
import { type Answer, type BreakerStore, MemoryBreakerStore } from '../breaker/store.ts';

/**
 * What becomes of a call: it is done and answered; done, but the answer is lost; done, and answered later; or it
 * never arrives.
 */
export type Fate = 'answered' | 'answer lost' | 'answered late' | 'lost';

interface Waiting {
  act: (fate: Fate) => Promise<void>;
}

/** A transition that an environment has made. */
export interface Applied {
  /** When the write was sent; it may have been carried out later. */
  sent: number;
  before: BreakerRecord;
  after: BreakerRecord;
  /** All that the record has been in the generation of `before`: what an environment can have decided by. */
  seen: BreakerRecord[];
}

/** A store whose calls wait until the test says what becomes of them. One store, one connection for each environment. */
export class SlowStore {
  readonly #truth = new MemoryBreakerStore();
  readonly #name: string;
  readonly #now: () => number;
  #waiting: Waiting[] = [];
  #late: (() => void)[] = [];
  /** Every transition, in order. */
  readonly applied: Applied[] = [];
  /** The record after each write. */
  readonly #versions: BreakerRecord[] = [NEW_BREAKER];

  constructor(name: string, now: () => number) {
    this.#name = name;
    this.#now = now;
  }

  get waiting(): number {
    return this.#waiting.length + this.#late.length;
  }

  /** The breaker as it is, whatever the environments know of it. */
  async record(): Promise<BreakerRecord> {
    return (await this.#truth.read([this.#name])).get(this.#name) ?? NEW_BREAKER;
  }

  /** Opens the breaker, as an environment that is not there any more has done. */
  async open(openUntil: number): Promise<void> {
    const { generation } = await this.record();
    const to = { state: 'OPEN' as const, since: this.#now(), openUntil, opens: 1 };
    await this.#truth.change(this.#name, { from: generation, to });
  }

  /** Lets one of the waiting calls meet its fate. */
  async meet(index: number, fate: Fate): Promise<void> {
    if (this.#waiting.length === 0) return this.#late.shift()?.();
    const [next] = this.#waiting.splice(index % this.#waiting.length, 1);
    await next!.act(fate);
  }

  connection(calls: { reads: number; writes: number }): BreakerStore {
    const later = <T>(run: () => Promise<T>): Promise<T> => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      this.#waiting.push({
        act: async (fate) => {
          if (fate === 'lost') return reject(new Error('lost'));
          const answer = await run();
          if (fate === 'answer lost') reject(new Error('answer lost'));
          else if (fate === 'answered late') this.#late.push(() => resolve(answer));
          else resolve(answer);
        },
      });
      return promise;
    };
    const write = (run: () => Promise<Answer>, isTransition: boolean): Promise<Answer> => {
      calls.writes += 1;
      const sent = this.#now();
      return later(async () => {
        const before = await this.record();
        const answer = await run();
        const after = await this.record();
        const seen = this.#versions.filter(({ generation }) => generation === before.generation);
        if (answer.applied && isTransition) this.applied.push({ sent, before, after, seen });
        this.#versions.push(after);
        return answer;
      });
    };
    return {
      read: (names) => {
        calls.reads += 1;
        return later(() => this.#truth.read(names));
      },
      count: (name, count) => write(() => this.#truth.count(name, count), false),
      change: (name, change) => write(() => this.#truth.change(name, change), true),
      force: (name, forced, now) => this.#truth.force(name, forced, now),
    };
  }
}
