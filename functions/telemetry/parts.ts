import { Deltas } from './deltas.ts';
import { addLine, type MetricLine } from './metric-line.ts';

/** A line with the id of its log event, and when and where that was written (log-batch.ts). */
export type IdentifiedLine = { id: string; moment: string; line: MetricLine | 'refused' };

/** So many lines a condition can ask for, which has 4 KB at most and 300 operators, three of them a line. */
const MOST_CLAIMED = 90;

/** Claims of a part: the ids of its lines, by moment. */
export const claimsOf = (part: readonly IdentifiedLine[]): Map<string, string[]> =>
  new Map(
    [...Map.groupBy(part, ({ moment }) => moment)].map(([moment, lines]) => [
      moment,
      lines.map(({ id }) => id),
    ]),
  );

/** The most writes in one transaction of DynamoDB (API_TransactWriteItems). */
export const MOST_WRITES = 100;

/** The sum of a part's lines, and how many of them were counted and refused. */
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
 * Splits lines so that each part fits into one transaction, which has a claim for each moment and a write for each series.
 * Lines of the same log event count as one.
 */
export function partsOf(lines: readonly IdentifiedLine[]): IdentifiedLine[][] {
  const once = [...new Map(lines.map((line) => [line.id, line])).values()];
  const parts: IdentifiedLine[][] = [];
  let part: IdentifiedLine[] = [];
  let sum = new Deltas();
  for (const line of once) {
    const own = sumOf([line]);
    const moments = claimsOf([...part, line]).size;
    if (part.length === MOST_CLAIMED || moments + sum.size + sum.missing(own) > MOST_WRITES) {
      parts.push(part);
      part = [];
      sum = new Deltas();
    }
    part.push(line);
    addTo(sum, line);
  }
  return part.length > 0 ? [...parts, part] : parts;
}
