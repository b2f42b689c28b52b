import { type Span, toXRayId } from './span.ts';

/** A span with its place in the tree of its trace. */
export interface TreeRow {
  span: Span;
  /** How many are above it. */
  depth: number;
  /** Whether it is the last one below its parent. */
  isLast: boolean;
  /** Whether its parent is not in the trace: it is an orphan, or the parent was not recorded. */
  isOrphan: boolean;
}

/** The spans of a trace from the top down, those of one parent by time. */
export function treeRows(spans: readonly Span[]): TreeRow[] {
  const known = new Set(spans.map(({ id }) => id));
  const below = Map.groupBy(spans, ({ parentId }) =>
    parentId && known.has(parentId) ? parentId : undefined,
  );
  const rows: TreeRow[] = [];
  const add = (span: Span, depth: number, isLast: boolean) => {
    rows.push({ span, depth, isLast, isOrphan: depth === 0 && span.parentId !== undefined });
    const children = inOrder(below.get(span.id) ?? []);
    for (const [index, child] of children.entries()) add(child, depth + 1, index === children.length - 1);
  };
  for (const root of inOrder(below.get(undefined) ?? [])) add(root, 0, true);
  return rows;
}

/**
 * A trace as a tree: a line for each span with its service, name, time since the beginning, duration and failure. An orphan
 * that is not the first says so.
 */
export function treeLines(spans: readonly Span[]): string[] {
  const began = Math.min(...spans.map(({ start }) => start));
  /** Of each level above, whether more follows there. */
  const levels: string[] = [];
  const rows = treeRows(spans).map(({ span, depth, isLast, isOrphan }, index) => {
    levels.length = Math.max(0, depth - 1);
    const lead = depth > 0 ? `${levels.join('')}${isLast ? '└ ' : '├ '}` : isOrphan && index > 0 ? '? ' : '';
    if (depth > 0) levels.push(isLast ? '  ' : '│ ');
    return { span, text: `${lead}${label(span)}` };
  });
  const width = Math.max(...rows.map(({ text }) => text.length));
  return [
    headLine(spans, began),
    ...rows.map(({ span, text }) => `${text.padEnd(width)}  ${timesOf(span, began)}${endOf(span)}`.trimEnd()),
  ];
}

const inOrder = (spans: readonly Span[]): Span[] => spans.toSorted((a, b) => a.start - b.start);

const label = ({ service, name }: Span): string => (name === service ? service : `${service}  ${name}`);

function headLine(spans: readonly Span[], began: number): string {
  const ended = Math.max(...spans.map(({ start, end }) => end ?? start));
  const failed = spans.filter(({ failure }) => failure === 'fault').length;
  const id = spans[0] ? toXRayId(spans[0].traceId) : '';
  const failures = failed === 0 ? 'none failed' : `${failed} failed`;
  return `trace ${id}  ${new Date(began).toISOString()}  ${Math.round(ended - began)} ms  ${spans.length} spans, ${failures}`;
}

const timesOf = ({ start, end }: Span, began: number): string => {
  const after = `+${Math.round(start - began)}`.padStart(7);
  const took = end === undefined ? 'goes on' : `${(end - start).toFixed(end - start < 10 ? 1 : 0)} ms`;
  return `${after}  ${took.padStart(9)}`;
};

function endOf({ traceId: own, failure, exceptions, links, attributes }: Span): string {
  const status = attributes['http.response.status_code'];
  const [exception] = exceptions;
  return [
    status === undefined ? '' : `  ${status}`,
    failure ? `  ${failure.toUpperCase()}${exception ? ` ${exception.type}` : ''}` : '',
    ...links.filter(({ traceId }) => traceId !== own).map(({ traceId }) => `  -> ${toXRayId(traceId)}`),
  ].join('');
}

/** What `--json` prints of a trace. */
export const treeDocument = (spans: readonly Span[]): object => ({
  traceId: spans[0]?.traceId,
  xrayTraceId: spans[0] && toXRayId(spans[0].traceId),
  spans: inOrder(spans).map(({ traceId: _, start, end, ...span }) => ({
    ...span,
    start: new Date(start).toISOString(),
    ms: end === undefined ? undefined : Number((end - start).toFixed(3)),
  })),
});
