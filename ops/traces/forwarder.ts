import type { XRayClient } from '@aws-sdk/client-xray';
import { findTraces, readTraces } from './read.ts';
import type { EndedSpan, Send } from './senders.ts';

/** Spans of one request to the viewer. */
const AT_ONCE = 500;
/** By how much consecutive time windows overlap (ms), so that a span that arrives late is found in the next one. */
const OVERLAP_MS = 5000;
/** How many sent spans are remembered, so that none is sent twice. */
const REMEMBERED = 200_000;

/**
 * Carries traces from X-Ray to a viewer: in each step the spans of traces that have changed, each of them once, as soon as
 * it is over.
 */
export class Forwarder {
  readonly #xray: XRayClient;
  readonly #send: Send;
  readonly #sent = new Set<string>();
  /** Everything that the engine still has is carried in the first step. */
  #from = new Date(0);

  constructor(xray: XRayClient, send: Send) {
    this.#xray = xray;
    this.#send = send;
  }

  /** Carries what came since the last step. @throws Error when one of both does not answer; the next step repeats it. */
  async step(now = new Date()): Promise<number> {
    const to = new Date(now.getTime() + OVERLAP_MS);
    const ids = await findTraces(this.#xray, { from: this.#from, to, byChange: true });
    const traces = await readTraces(this.#xray, ids);
    const fresh = [...traces.values()]
      .flat()
      .filter((span): span is EndedSpan => span.end !== undefined && !this.#sent.has(keyOf(span)));
    for (let at = 0; at < fresh.length; at += AT_ONCE) {
      const some = fresh.slice(at, at + AT_ONCE);
      await this.#send(some);
      for (const span of some) this.#sent.add(keyOf(span));
    }
    this.#forget();
    this.#from = new Date(now.getTime() - OVERLAP_MS);
    return fresh.length;
  }

  #forget(): void {
    for (const key of this.#sent) {
      if (this.#sent.size <= REMEMBERED) return;
      this.#sent.delete(key);
    }
  }
}

const keyOf = ({ traceId, id }: { traceId: string; id: string }): string => `${traceId}-${id}`;
