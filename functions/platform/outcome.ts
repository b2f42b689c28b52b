/** What a function is called by. */
export type Kind = 'http' | 'rpc' | 'step' | 'messages' | 'stream' | 'schedule' | 'deploy';

/** What an entry, and whatever it calls, says about the invocation: for its summary line, its metrics and its span. */
export interface Outcome {
  /** The route's template, as in `/orders/{id}`, and the method: never a path with somebody's id. */
  route?: string;
  method?: string;
  /** The HTTP status of the answer. */
  status?: number;
  /** The path of the RPC method, and what Connect calls the error with which it ended. */
  rpc?: string;
  rpcError?: string;
  orderId?: string;
  /** What became of the order here, as in `reserved` or the name of a business rejection. */
  orderOutcome?: string;
  /** Messages or records of a batch, and those that come again. */
  batch?: number;
  batchFailures?: number;
  /** Calls of AWS that were made. */
  calls?: number;
  /** Parts of the answer in whose place something else stands: the services that did not answer. */
  degraded?: string[];
}

/** One invocation of this function, while it runs. */
export interface Invocation {
  readonly kind: Kind;
  readonly functionName: string;
  readonly requestId: string | undefined;
  readonly traceId: string;
  /** Whether this environment had to start for it. */
  readonly cold: boolean;
  /** When it began, in ms of `monotonicMs()`. */
  readonly began: number;
  readonly outcome: Outcome;
}

/** An invocation that is over. */
export interface Ended extends Invocation {
  readonly ms: number;
  /** What the handler threw; or TimeIsUp, when Lambda is about to end the function. */
  readonly thrown?: unknown;
}
