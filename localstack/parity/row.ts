import type { Lab } from './lab.ts';

/** Whether the program needs the behaviour: today, in what is planned, or not at all. */
export type Reliance = 'yes' | 'soon' | 'no';

/** Why a difference does no harm. */
export interface Difference {
  /** What the program does about it, in a sentence. */
  program: string;
  /** The test that shows it, a file of this repository. */
  test: string;
}

/** One behaviour of AWS, and how to observe it on an engine. */
export interface Row {
  /** Never changes: stored results are found by it. */
  id: string;
  service: string;
  behaviour: string;
  /** What AWS documents, in a few words. */
  documented: string;
  /** Where: the path below https://docs.aws.amazon.com/ */
  source: string;
  /** The result of `see` when an engine does as documented. */
  expected: unknown;
  reliedOn: Reliance;
  /** What makes the program independent of this behaviour; a difference without it is a failure if it is relied on. */
  difference?: Difference;
  /** After how many seconds the row is cut off; by default 60. */
  limit?: number;
  see(lab: Lab): Promise<unknown>;
}

/** The result of one row on one engine. */
export interface Result {
  id: string;
  /** What `see` returned, or `error: ...` when it threw. */
  seen: unknown;
  /** Milliseconds. */
  took: number;
}
