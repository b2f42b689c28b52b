/** What a contender has done with its shared state. */
export interface StoreCalls {
  reads: number;
  writes: number;
}

/** One way to break a circuit, by everybody's own code, with options that mean the same. */
export interface Contender {
  title: string;
  /** A world of its own: environments made from it share what this way shares. `latencyMs` is that of the store. */
  world: (latencyMs: number) => {
    environment: (call: () => Promise<unknown>) => () => Promise<unknown>;
    calls: StoreCalls;
  };
}

/**
 * The options of all: 3 failures within 10 s, whatever share of the calls they are, at least 5 calls where that can be said, open
 * for 1 s growing to 4 s.
 */
export const OPTIONS = { failures: 3, calls: 5, share: 0, windowMs: 10_000, openMs: 1_000, maxOpenMs: 4_000 };

/** The time that a store takes; none is none, not a turn of the event loop. */
export const latency = (ms: number): Promise<void> | undefined =>
  ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined;
