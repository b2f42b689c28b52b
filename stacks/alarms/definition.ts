/** A metric that an alarm is about. */
export interface Metric {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  /** As in `Sum`, `Maximum` or `p99`. */
  stat: string;
}

/** Several metrics, by their names in an expression of CloudWatch's metric math. */
export interface Computed {
  metrics: Record<string, Metric>;
  expression: string;
}

/** What CloudWatch watches. One of our own, so that a test can set each off on an engine, or evaluate its expression. */
export interface AlarmDefinition {
  /** What it is called in AWS, without app and stage. */
  name: string;
  /** What the one who is woken up reads. */
  description: string;
  of: Metric | Computed;
  /** It rings when the value is above this, or below. */
  above?: number;
  below?: number;
  /** Seconds that are looked at together. */
  period: number;
  /** How many of the latest periods are looked at, and in how many of them it has to be so. */
  periods: number;
  inPeriods: number;
  /**
   * Whether it rings when something was measured, and then nothing any more. A new stage, of which nothing was measured yet, is
   * silent and does not ring.
   */
  onSilence?: boolean;
}

/** CloudWatch takes no more metrics for one alarm (CloudWatch quotas, "Metric math"). */
export const MOST_METRICS = 10;
