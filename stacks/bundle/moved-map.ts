import { encode, type SourceMapMappings, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { decodedMappings, type TraceMap } from '@jridgewell/trace-mapping';

/** Offsets in a text as lines and columns, both from 0. */
export class Positions {
  readonly #starts = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  get lines(): number {
    return this.#starts.length;
  }

  offset(line: number, column: number): number {
    return this.#starts[line]! + column;
  }

  of(offset: number): { line: number; column: number } {
    const line = this.#starts.findLastIndex((start) => start <= offset);
    return { line, column: offset - this.#starts[line]! };
  }
}

interface Moved {
  from: Positions;
  to: Positions;
  /** Where each piece of the text stands now: as a source map says it that has one source. */
  moves: SourceMapMappings;
}

/**
 * The source map of code whose text was moved about, as JSON. To trace one map through the other would keep no more places than there
 * are pieces.
 *
 * @param map of the code as it was.
 */
export function movedMap(map: TraceMap, { from, to, moves }: Moved): string {
  const pieces = moves
    .flatMap((segments, line) =>
      segments.map(([column, , oldLine, oldColumn]) => ({
        start: from.offset(oldLine!, oldColumn!),
        at: to.offset(line, column),
      })),
    )
    .sort((one, other) => one.start - other.start);
  const moved: SourceMapSegment[][] = Array.from({ length: to.lines }, () => []);
  let piece = 0;
  for (const [line, segments] of decodedMappings(map).entries())
    for (const [column, ...original] of segments) {
      const offset = from.offset(line, column);
      while (piece + 1 < pieces.length && pieces[piece + 1]!.start <= offset) piece += 1;
      const { start, at } = pieces[piece]!;
      const place = to.of(at + offset - start);
      moved[place.line]!.push([place.column, ...original] as SourceMapSegment);
    }
  for (const segments of moved) segments.sort(([one], [other]) => one - other);
  return JSON.stringify({ version: 3, names: [], sources: map.sources, mappings: encode(moved) });
}
