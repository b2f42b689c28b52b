import { controlHeaders, engineCredentials } from '../engine/credentials.ts';

/** What can go wrong with an invocation on purpose. */
export const FAULTS = ['kill-before', 'kill-after', 'late-answer', 'throttle', 'duplicate', 'delay'] as const;
export type FaultKind = (typeof FAULTS)[number];

interface Target {
  /** A function's name, its end (`charge-payment`), or a pattern (`shop-local-*`). */
  function: string;
  /** Only invocations whose payload has this text in it, such as a customer's id. */
  match?: string;
}

/** Some of the matching invocations: from the nth on (1, the first, unless told), so many of them (1) or all. */
export type Rule = Target &
  (
    | {
        nth?: number;
        times?: number | 'always';
        fault: FaultKind;
        /**
         * How long (ms): a `delay` comes to the function so late, a `duplicate` comes again after so long (at once unless
         * told), a `late-answer` comes so late (unless told it is kept back until the function's own time is over).
         */
        ms?: number;
      }
    /** A part of the matching invocations, chosen by the seed: the same of each function in every run. */
    | { share: number; seed: number; fault: FaultKind | FaultKind[]; ms?: number }
  );

/** One invocation that met its fault. */
export interface AppliedFault {
  plan: string;
  function: string;
  requestId: string;
  fault: FaultKind;
  ms?: number;
  /** When it came, and when all of it was over, a copy or a late answer too (RFC 3339). */
  at: string;
  endedAt: string | null;
}

/** What the control address answers. */
interface Told {
  plans: Record<string, { rules: Rule[] }>;
  applied: AppliedFault[];
}

/** A plan of faults that the engine does not take: one sentence a problem. */
export class BadPlan extends Error {
  override name = 'BadPlan';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

/**
 * The control address of the engine's faults (`/_faults`, see docs/lambda.md). Plans have names, so that several can be in
 * force at once and each is taken back alone.
 *
 * @example
 * const faults = new Faults('http://127.0.0.1:4566');
 * await faults.plan('demo', [{ function: 'charge-payment', fault: 'kill-after' }]);
 * await placeOrder();
 * console.log(await faults.applied('demo'));
 * await faults.clear('demo');
 */
export class Faults {
  readonly #address: string;
  readonly #headers: Record<string, string>;

  /** @param endpoint - the engine's address. */
  constructor(endpoint: string) {
    this.#address = `${endpoint}/_faults`;
    this.#headers = controlHeaders(engineCredentials(endpoint));
  }

  /**
   * Puts a plan in force, in place of the one of that name.
   *
   * @throws BadPlan when a rule is none.
   */
  async plan(name: string, rules: Rule[]): Promise<void> {
    await this.#call('PUT', name, { rules });
  }

  /** Which faults have been applied, the oldest first: of one plan, or of all. */
  async applied(name?: string): Promise<AppliedFault[]> {
    return (await this.#call('GET', name)).applied;
  }

  /** The rules of a plan that is in force; undefined when there is none of that name. */
  async planned(name: string): Promise<Rule[] | undefined> {
    return (await this.#call('GET', name)).plans[name]?.rules;
  }

  /** Takes a plan out of force, or all. What is under way goes its way. */
  async clear(name?: string): Promise<void> {
    await this.#call('DELETE', name);
  }

  async #call(method: string, name?: string, body?: unknown): Promise<Told> {
    const response = await fetch(
      name === undefined ? this.#address : `${this.#address}/${encodeURIComponent(name)}`,
      {
        method,
        headers: { ...this.#headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      },
    );
    const text = await response.text();
    if (response.status === 422) throw new BadPlan((JSON.parse(text) as { problems: string[] }).problems);
    if (!response.ok) throw new Error(`${method} ${response.url} answered ${response.status}: ${text}`);
    return JSON.parse(text) as Told;
  }
}
