import type { Catcher, Retrier, Rule } from './definition.ts';

/** An error as the state machine sees it. */
export interface StateError {
  Error: string;
  Cause?: string;
}

/** Whether a rule is for an error. States.ALL is for all; States.TaskFailed for all but the timeout. */
const matches = ({ ErrorEquals }: Rule, error: string): boolean =>
  ErrorEquals.includes(error) ||
  (ErrorEquals.includes('States.ALL') &&
    error !== 'States.Runtime' &&
    error !== 'States.DataLimitExceeded') ||
  (ErrorEquals.includes('States.TaskFailed') && error !== 'States.Timeout');

/** The first catcher for an error. */
export const catcherFor = (rules: Catcher[] = [], error: string): Catcher | undefined =>
  rules.find((rule) => matches(rule, error));

/** The retries of one visit of a state: each rule counts its own. */
export class Retries {
  readonly #rules: Retrier[];
  readonly #used = new Map<Retrier, number>();

  constructor(rules: Retrier[] = []) {
    this.#rules = rules;
  }

  /**
   * How long to wait before the next attempt (ms), or undefined when there is none.
   *
   * @param random from 0 to 1, for full jitter.
   */
  next(error: string, random: () => number): number | undefined {
    const rule = this.#rules.find((one) => matches(one, error));
    if (!rule) return undefined;
    const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds = Infinity } = rule;
    const used = this.#used.get(rule) ?? 0;
    if (used >= MaxAttempts) return undefined;
    this.#used.set(rule, used + 1);
    const longest = 1000 * Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** used);
    return rule.JitterStrategy === 'FULL' ? longest * random() : longest;
  }
}
