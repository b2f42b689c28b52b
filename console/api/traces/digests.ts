import type { TraceSummary, XRayClient } from '@aws-sdk/client-xray';
import { readTraces, summaryPages } from '../../../ops/traces/read.ts';
import { type Digest, digestOf } from './digest.ts';
import type { Named } from './names.ts';

/** So many digests are kept; one of an order's trace has about 100 calls. */
const KEPT = 1_000;

interface Search {
  from: Date;
  to: Date;
  filter?: string | undefined;
  /** What is left out of what X-Ray has found. */
  wanted(digest: Digest): boolean;
  /** How many are found, and how many are looked through for them, at most. */
  most: number;
  lookedThrough: number;
}

interface Options {
  xray(): XRayClient;
  prefix: string;
  named(name: string): Named;
}

/**
 * The newest traces of a stage in short. A trace is read again only when X-Ray says that it has changed: reading one of an
 * order takes longer than all else.
 */
export class Digests {
  readonly #options: Options;
  readonly #known = new Map<string, { revision: number; digest: Digest }>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** @returns the newest first, how many were looked at, and whether there may be more. */
  async newest({
    from,
    to,
    filter,
    wanted,
    most,
    lookedThrough,
  }: Search): Promise<{ traces: Digest[]; looked: number; isAll: boolean }> {
    const summaries: TraceSummary[] = [];
    let isAll = true;
    for await (const page of summaryPages(this.#options.xray(), {
      from,
      to,
      ...(filter !== undefined && { filter }),
    })) {
      summaries.push(...page);
      if (summaries.length < lookedThrough) continue;
      isAll = false;
      break;
    }
    const startOf = ({ StartTime, Id = '' }: TraceSummary) =>
      StartTime?.getTime() ?? Number.parseInt(Id.slice(2, 10), 16) * 1000;
    summaries.sort((a, b) => startOf(b) - startOf(a));
    const found: Digest[] = [];
    let looked = 0;
    // Most are known already: what is not is read some at a time, until there are enough.
    for (; looked < summaries.length && found.length < most; looked += most) {
      const digests = await this.#read(summaries.slice(looked, looked + most));
      found.push(...digests.filter(wanted));
    }
    looked = Math.min(looked, summaries.length);
    return {
      traces: found.slice(0, most),
      looked,
      isAll: isAll && looked === summaries.length && found.length <= most,
    };
  }

  async #read(summaries: readonly TraceSummary[]): Promise<Digest[]> {
    const isKnown = ({ Id = '', Revision = 0 }: TraceSummary) => this.#known.get(Id)?.revision === Revision;
    const fresh = summaries.filter((summary) => !isKnown(summary));
    const spans = await readTraces(
      this.#options.xray(),
      fresh.map(({ Id = '' }) => Id),
    );
    for (const { Id = '', Revision = 0 } of fresh) {
      const own = spans.get(Id) ?? [];
      if (own.length > 0) this.#known.set(Id, { revision: Revision, digest: digestOf(own, this.#options) });
    }
    const read = summaries.flatMap(({ Id = '' }) => this.#known.get(Id)?.digest ?? []);
    for (const id of this.#known.keys()) {
      if (this.#known.size <= KEPT) break;
      this.#known.delete(id);
    }
    return read;
  }
}
