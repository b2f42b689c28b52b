import type { StageFunction } from '../stage/functions.ts';
import { toXRayId } from '../traces/span.ts';
import { type Line, tell } from './line.ts';
import { inOrder, type Search } from './stage-logs.ts';

/** What is followed through all functions. */
export type Subject = { order: string } | { trace: string };

interface Logs {
  readonly functions: readonly StageFunction[];
  search(search: Search): Promise<Line[]>;
}

/** Of what is around an invocation's line, so much is looked at, in ms: a function runs for 15 minutes at most. */
const AROUND_MS = 15 * 60_000;

/**
 * The lines about one order or one trace, over all functions. Which they are is found in three steps: those that name it;
 * of an order also those of the traces in which it was named; and what else their invocations wrote, Lambda's own lines
 * included, which know neither order nor trace (a time limit that was reached, a function that was killed).
 *
 * What it has found out is kept, so that following asks for it at once.
 */
export class Thread {
  readonly #logs: Logs;
  readonly #order: string | undefined;
  readonly #traces = new Set<string>();
  /** The requests of each function that took part. */
  readonly #requests = new Map<string, Set<string>>();

  constructor(logs: Logs, subject: Subject) {
    this.#logs = logs;
    this.#order = 'order' in subject ? subject.order : undefined;
    if ('trace' in subject) this.#traces.add(subject.trace);
  }

  /** Lines written in a time (ms since 1970), oldest first. */
  async read(from: number, to?: number): Promise<Line[]> {
    const { functions } = this.#logs;
    const known = [...(this.#order ? [this.#order] : []), ...termsOf(this.#traces)];
    const named = await this.#logs.search({ functions, terms: known, from, to });
    const fresh = this.#order ? this.#tracesIn(named) : [];
    const traced =
      fresh.length > 0 ? await this.#logs.search({ functions, terms: termsOf(fresh), from, to }) : [];
    const found = inOrder([...named, ...traced]).filter((line) => this.#isAbout(line));
    this.#noteRequests(found);
    return inOrder([...found, ...(await this.#invocations(found, from, to))]);
  }

  /** The traces in which the order is named, and that were not known yet. */
  #tracesIn(lines: readonly Line[]): string[] {
    const found = lines.map(tell).flatMap(({ fields }) => {
      const isTold = fields.orderId === this.#order && typeof fields.traceId === 'string';
      return isTold ? [fields.traceId as string] : [];
    });
    const fresh = [...new Set(found)].filter((trace) => !this.#traces.has(trace));
    for (const trace of fresh) this.#traces.add(trace);
    return fresh;
  }

  /** A trace can touch several orders: what tells of another one is left out. */
  #isAbout(line: Line): boolean {
    if (!this.#order) return true;
    const { orderId } = tell(line).fields;
    return typeof orderId !== 'string' || orderId === this.#order;
  }

  #noteRequests(lines: readonly Line[]): void {
    for (const line of lines) {
      const { requestId } = tell(line).fields;
      if (typeof requestId !== 'string') continue;
      const requests = this.#requests.get(line.fn) ?? new Set();
      this.#requests.set(line.fn, requests.add(requestId));
    }
  }

  /** What the invocations that took part wrote beside. */
  async #invocations(found: readonly Line[], from: number, to?: number): Promise<Line[]> {
    if (this.#requests.size === 0) return [];
    const [first = from, last = from] = [found[0]?.at, found.at(-1)?.at];
    const time = {
      from: Math.max(from, first - AROUND_MS),
      to: to ?? Math.max(last + AROUND_MS, Date.now()),
    };
    const took = this.#logs.functions.filter(({ short }) => this.#requests.has(short));
    const lines = await Promise.all(
      took.map((fn) =>
        this.#logs.search({ functions: [fn], terms: [...this.#requests.get(fn.short)!], ...time }),
      ),
    );
    return lines.flat().filter((line) => this.#isAbout(line));
  }
}

/** Traces as our lines name them, and as Lambda's do, which are all that is left of a crash. */
const termsOf = (traces: Iterable<string>): string[] =>
  [...traces].flatMap((trace) => [trace, toXRayId(trace)]);

/** When an order was placed, or a trace begun: its id says so (UUIDv7, and the form of X-Ray), in ms; undefined if not. */
export function beganAt(subject: Subject, now = Date.now()): number | undefined {
  const [digits, unit] =
    'order' in subject
      ? [
          /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(subject.order) ? subject.order.replace('-', '').slice(0, 12) : '',
          1,
        ]
      : [subject.trace.slice(0, 8), 1000];
  const at = Number.parseInt(digits, 16) * unit;
  // Ids that others make are random: an age of more than a log's is no age.
  return at <= now + 60_000 && at > now - 400 * 24 * 60 * 60_000 ? at : undefined;
}
