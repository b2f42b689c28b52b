import type { Lab } from './lab.ts';

/** Whether the program needs the behaviour: today, in what is planned, or not at all. */
export type Reliance = 'yes' | 'soon' | 'no';

/** What keeps a difference from doing harm. */
export interface Difference {
  /** What the program does about it, in a sentence. */
  program: string;
  /** The test that shows it, a file of this repository. */
  test: string;
}

/** One behaviour of AWS, and how to see what an engine does. */
export interface Row {
  /** Never changes: stored results are found by it. */
  id: string;
  service: string;
  behaviour: string;
  /** What AWS documents, in a few words. */
  documented: string;
  /** Where: the path below https://docs.aws.amazon.com/ */
  source: string;
  /** What `see` gives where it is as documented. */
  expected: unknown;
  reliedOn: Reliance;
  /** What makes the program independent of this behaviour; a difference without it is a failure if it is relied on. */
  difference?: Difference;
  /** Seconds after which the row is given up: 60 unless told. */
  limit?: number;
  see(lab: Lab): Promise<unknown>;
}

/** What one row gave on one engine. */
export interface Result {
  id: string;
  /** `error: ...` when nothing could be seen. */
  seen: unknown;
  /** Milliseconds. */
  took: number;
}
