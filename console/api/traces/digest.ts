import type { Span } from '../../../ops/traces/span.ts';
import { type Named, remoteName } from './names.ts';

/** A call from one service to another, or to what AWS does for it. */
export interface Call {
  from: string;
  to: string;
  /** Whether the one that was called writes no spans, as DynamoDB. */
  isRemote: boolean;
  ms: number;
  failed: boolean;
}

/** A trace in short: what a list shows of it, and what a map is made of. */
export interface Digest {
  /** As W3C writes it. */
  id: string;
  /** What it began with, as in `POST /orders`. */
  root: string;
  /** Whose that was. */
  service: string;
  /** RFC 3339. */
  at: string;
  /** Until its last part was over. */
  ms: number;
  spans: number;
  /** Spans that failed: by our fault, and by the caller's. */
  faults: number;
  errors: number;
  services: string[];
  orders: string[];
  isOver: boolean;
  calls: Call[];
}

interface Stage {
  prefix: string;
  named(name: string): Named;
}

/** @param spans - of one trace, at least one. */
export function digestOf(spans: readonly Span[], stage: Stage): Digest {
  const known = new Map(spans.map((span) => [span.id, span]));
  const root = spans
    .filter(({ parentId }) => parentId === undefined || !known.has(parentId))
    .reduce((first, span) => (span.start < first.start ? span : first), spans.at(0)!);
  const began = Math.min(...spans.map(({ start }) => start));
  const ended = Math.max(...spans.map(({ start, end }) => end ?? start));
  return {
    id: root.traceId,
    root: titleOf(root, stage),
    service: stage.named(root.service).service,
    at: new Date(began).toISOString(),
    ms: Math.round(ended - began),
    spans: spans.length,
    faults: spans.filter(({ failure }) => failure === 'fault').length,
    errors: spans.filter(({ failure }) => failure === 'error').length,
    services: [...new Set(spans.map(({ service }) => stage.named(service).service))].sort(),
    orders: ordersIn(spans),
    isOver: spans.every(({ end }) => end !== undefined),
    calls: callsIn(spans, known, stage),
  };
}

/** The orders that a trace names. */
export const ordersIn = (spans: readonly Span[]): string[] => [
  ...new Set(
    spans.flatMap(({ attributes }) => {
      const id = attributes['order.id'] ?? attributes.order_id;
      return typeof id === 'string' ? [id] : [];
    }),
  ),
];

/** Names of what Lambda and Step Functions write around a function: the function's own says more. */
const FRAMES = new Set(['Lambda', 'function', 'execution']);

function titleOf({ service, name }: Span, { named }: Stage): string {
  const { short } = named(service);
  if (service === 'API Gateway') return name;
  return FRAMES.has(name) || name === service ? short : `${short} ${name}`;
}

function callsIn(spans: readonly Span[], known: ReadonlyMap<string, Span>, stage: Stage): Call[] {
  const of = (span: Span) => stage.named(span.service).service;
  /** Spans below which the one that was called goes on: what it says of itself counts, and not what it is. */
  const answered = new Set<string>();
  const between = spans.flatMap((span): Call[] => {
    const parent = known.get(span.parentId ?? '');
    if (!parent) return [];
    if (of(parent) === of(span)) return [];
    answered.add(parent.id);
    // The caller has waited for all of it; who publishes an event waits for nobody.
    const timed = parent.kind === 'CLIENT' && parent.remote !== undefined ? parent : span;
    return [
      {
        from: of(parent),
        to: of(span),
        isRemote: false,
        ms: msOf(timed),
        failed: span.failure === 'fault' || timed.failure === 'fault',
      },
    ];
  });
  const toRemotes = spans.flatMap((span): Call[] =>
    span.remote === undefined || answered.has(span.id)
      ? []
      : [
          {
            from: of(span),
            to: remoteName(span.remote, span.attributes, stage.prefix),
            isRemote: true,
            ms: msOf(span),
            failed: span.failure === 'fault',
          },
        ],
  );
  return [...between, ...toRemotes];
}

const msOf = ({ start, end }: Span): number => Math.max(0, (end ?? start) - start);
