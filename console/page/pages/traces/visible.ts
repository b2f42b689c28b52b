import type { SpanRow } from '../../../api/traces/traces.ts';

type Shape = Pick<SpanRow, 'id' | 'depth' | 'failure'>;

/** The spans that are shown: what is below a folded one is not; of the failed ones what is above them is. */
export function visible<S extends Shape>(
  spans: readonly S[],
  { isFailedOnly, folded }: { isFailedOnly: boolean; folded: ReadonlySet<string> },
): S[] {
  const wanted = new Set<S>();
  const path: S[] = [];
  let foldedAt = Number.POSITIVE_INFINITY;
  for (const span of spans) {
    path.length = span.depth;
    path.push(span);
    if (span.depth <= foldedAt) foldedAt = Number.POSITIVE_INFINITY;
    if (span.depth > foldedAt) continue;
    if (folded.has(span.id)) foldedAt = span.depth;
    if (!isFailedOnly) wanted.add(span);
    else if (span.failure) for (const one of path) wanted.add(one);
  }
  return spans.filter((span) => wanted.has(span));
}
