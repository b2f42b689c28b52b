import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { inRoot } from '../../paths.ts';

/**
 * How stack traces name a position in a bundle (stacks/bundle/source-maps.ts): entry, hash of the code, line, column. Before it may be
 * what was called; in a bundle that is a name of a letter or two, which says nothing.
 */
const FRAME =
  /(?:(\bat (?:async )?)[^()\n\\]{1,200} \()?((?:[\w-]+\/)*[\w-]+\.([0-9a-f]{12})\.mjs:(\d+):(\d+))\)?/g;

/** The source map of the code with a hash; undefined when it is not here. */
type ReadMap = (hash: string) => string | undefined;

/** A map as the build on this machine has kept it. */
function kept(hash: string): string | undefined {
  const files = ['', 'dev'].map((folder) => inRoot('.sst', 'source-maps', folder, `${hash}.json.gz`));
  const file = files.find((one) => existsSync(one));
  return file && gunzipSync(readFileSync(file)).toString();
}

/**
 * Turns positions in bundles into those of the TypeScript sources, wherever they are in a text. Maps are read once, when the
 * first frame needs them.
 */
export class SourceFrames {
  /** Code whose maps are not here: of a deployment from elsewhere, or one that is long gone. */
  readonly missing = new Set<string>();
  readonly #maps = new Map<string, TraceMap | undefined>();
  readonly #read: ReadMap;

  constructor(read: ReadMap = kept) {
    this.#read = read;
  }

  /** @example frames.resolve('at async t.a (orders/api/place-order.3f2a9c12ab34.mjs:1:28)') // at async functions/orders/place-order.ts:53:11 */
  resolve(text: string): string {
    return text.replace(FRAME, (frame, at: string | undefined, bundled: string, ...rest: string[]) => {
      const [hash = '', line, column] = rest;
      const map = this.#map(hash);
      if (!map) return frame;
      const found = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
      if (found.source === null) return frame;
      const source = `${found.source}:${found.line}:${found.column + 1}`;
      return at === undefined ? frame.replace(bundled, source) : `${at}${source}`;
    });
  }

  /** What to do about maps that are not here; undefined when there is nothing to be done. */
  hint(): string | undefined {
    if (this.missing.size === 0) return undefined;
    return `no source map for code ${[...this.missing].join(', ')}: node_modules/.bin/bun stacks/bundle/build.ts .build/maps makes it, at the commit that was deployed`;
  }

  #map(hash: string): TraceMap | undefined {
    if (!this.#maps.has(hash)) {
      const json = this.#read(hash);
      if (json === undefined) this.missing.add(hash);
      this.#maps.set(hash, json === undefined ? undefined : new TraceMap(json));
    }
    return this.#maps.get(hash);
  }
}
