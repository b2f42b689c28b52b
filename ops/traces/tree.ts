import { type Span, toXRayId } from './span.ts';

/**
 * A trace as a tree: a line for each span with its service, name, time since the beginning, duration and failure. A span
 * whose parent is not in the trace stands at the left, and says so if it is not the first: it is an orphan, or the parent
 * was not recorded.
 */
export function treeLines(spans: readonly Span[]): string[] {
  const known = new Set(spans.map(({ id }) => id));
  const below = Map.groupBy(spans, ({ parentId }) =>
    parentId && known.has(parentId) ? parentId : undefined,
  );
  const roots = inOrder(below.get(undefined) ?? []);
  const began = Math.min(...spans.map(({ start }) => start));
  const rows: { span: Span; text: string }[] = [];
  const add = (span: Span, first: string, rest: string) => {
    rows.push({ span, text: `${first}${label(span)}` });
    const children = inOrder(below.get(span.id) ?? []);
    for (const [index, child] of children.entries()) {
      const isLast = index === children.length - 1;
      add(child, `${rest}${isLast ? '└ ' : '├ '}`, `${rest}${isLast ? '  ' : '│ '}`);
    }
  };
  for (const root of roots) add(root, root.parentId && root !== roots[0] ? '? ' : '', '');
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
