import { Deltas } from './deltas.ts';
import { addLine, type MetricLine } from './metric-line.ts';

/** A line with the id of the event of the log that it came by. */
export type IdentifiedLine = { id: string; line: MetricLine | 'refused' };

/** What DynamoDB takes in one transaction (API_TransactWriteItems). */
export const MOST_WRITES = 100;

/** What the lines of a part come to: what is counted, and how many of them could be. */
export function sumOf(part: readonly IdentifiedLine[]): Deltas {
  const deltas = new Deltas();
  for (const line of part) addTo(deltas, line);
  return deltas;
}

function addTo(deltas: Deltas, { line }: IdentifiedLine): void {
  if (line !== 'refused') addLine(deltas, line);
  deltas.count('telemetry_lines_total', [line === 'refused' ? 'refused' : 'counted'], 1);
}

/**
 * Splits lines so that each part fits into one transaction: a claim for each of its lines, and a write for each series. Lines
 * that came by the same event are one. A part stands for itself: what is counted of it is what it has claimed.
 */
export function partsOf(lines: readonly IdentifiedLine[]): IdentifiedLine[][] {
  const once = [...new Map(lines.map((line) => [line.id, line])).values()];
  const parts: IdentifiedLine[][] = [];
  let part: IdentifiedLine[] = [];
  let sum = new Deltas();
  for (const line of once) {
    const own = sumOf([line]);
    if (part.length + 1 + sum.size + sum.missing(own) > MOST_WRITES) {
      parts.push(part);
      part = [];
      sum = new Deltas();
    }
    part.push(line);
    addTo(sum, line);
  }
  return part.length > 0 ? [...parts, part] : parts;
}
