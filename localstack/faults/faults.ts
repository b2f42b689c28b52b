import { controlHeaders, engineCredentials } from '../engine/credentials.ts';

/** The kinds of faults that can be injected into an invocation. */
export const FAULTS = ['kill-before', 'kill-after', 'late-answer', 'throttle', 'duplicate', 'delay'] as const;
export type FaultKind = (typeof FAULTS)[number];

interface Target {
  /** A function's name, its end (`charge-payment`), or a pattern (`shop-local-*`). */
  function: string;
  /** Only invocations whose payload has this text in it, such as a customer's id. */
  match?: string;
}

/** Some of the matching invocations: from the nth on (by default 1, the first), a number of them (by default 1) or all. */
export type Rule = Target &
  (
    | {
        nth?: number;
        times?: number | 'always';
        fault: FaultKind;
        /**
         * How long (ms). `delay`: the invocation begins that much later. `duplicate`: it is repeated after that time (by
         * default at once). `late-answer`: the answer comes that much later (by default after the function's timeout).
         */
        ms?: number;
      }
    /** A part of the matching invocations, chosen by the seed: the same of each function in every run. */
    | { share: number; seed: number; fault: FaultKind | FaultKind[]; ms?: number }
  );

/** A fault that was applied to an invocation. */
export interface AppliedFault {
  plan: string;
  function: string;
  requestId: string;
  fault: FaultKind;
  ms?: number;
  /** When the invocation came, and when it had ended, with its duplicate or late answer (RFC 3339). */
  at: string;
  endedAt: string | null;
}

/** What the control address answers. */
interface Told {
  plans: Record<string, { rules: Rule[] }>;
  applied: AppliedFault[];
}

/** The engine has refused a plan of faults: one sentence for each problem. */
export class BadPlan extends Error {
  override name = 'BadPlan';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

/**
 * The engine's control address for faults (`/_faults`, see docs/lambda.md). Plans have names: several can be active at once,
 * and each can be cleared alone.
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
   * Activates a plan, in place of an earlier one of that name.
   *
   * @throws BadPlan when a rule is invalid.
   */
  async plan(name: string, rules: Rule[]): Promise<void> {
    await this.#call('PUT', name, { rules });
  }

  /** The faults of one plan, or of all, that were applied, oldest first. */
  async applied(name?: string): Promise<AppliedFault[]> {
    return (await this.#call('GET', name)).applied;
  }

  /** The rules of an active plan; undefined when there is none of that name. */
  async planned(name: string): Promise<Rule[] | undefined> {
    return (await this.#call('GET', name)).plans[name]?.rules;
  }

  /** Clears one plan, or all. Faults that have begun still run to their end. */
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
