export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** Calls and failures of one slice of the window. */
export interface Count {
  calls: number;
  failures: number;
}

/** A person's word: it holds, whatever the calls say, until its time is up. */
export interface Forced {
  state: 'OPEN' | 'CLOSED';
  reason: string;
  /** Who said so. */
  by: string;
  /** In ms since 1970. */
  until: number;
}

/** A breaker as all environments share it. Times are in ms since 1970. */
export interface BreakerRecord {
  state: BreakerState;
  /** Rises with every transition: who has seen an older one cannot make the next. */
  generation: number;
  /** When it came into this state. */
  since: number;
  /** OPEN: until then nothing is let through. */
  openUntil: number;
  /** Opens in a row, by which the open time grows. */
  opens: number;
  /** HALF_OPEN: who makes the trial call, and until when the others leave it to them. */
  lease?: { by: string; until: number };
  forced?: Forced;
  /** CLOSED: what failing environments have told in this generation, by slice of the window. */
  counts: ReadonlyMap<number, Count>;
}

/** A breaker that nobody has ever written. */
export const NEW_BREAKER: BreakerRecord = {
  state: 'CLOSED',
  generation: 0,
  since: 0,
  openUntil: 0,
  opens: 0,
  counts: new Map(),
};
