import { z } from 'zod';
import { services } from '../../../ops/stage/services.ts';
import { readTraces } from '../../../ops/traces/read.ts';
import { readTraceId, type Span, toXRayId } from '../../../ops/traces/span.ts';
import { treeRows } from '../../../ops/traces/tree.ts';
import { UserError } from '../../../packages/command-line/user-error.ts';
import { Gone, read } from '../endpoint.ts';
import type { Stage } from '../stage.ts';
import { type Digest, ordersIn } from './digest.ts';
import { Digests } from './digests.ts';
import { namedIn } from './names.ts';
import { serviceMap } from './service-map.ts';

const SHOWN = 40;
const LOOKED_THROUGH = 400;
/** A map is of more traces than a list. */
const MAPPED = 100;

/** X-Ray answers for six hours at most: https://docs.aws.amazon.com/xray/latest/api/API_GetTraceSummaries.html */
const LONGEST_MS = 6 * 60 * 60_000;
/** Without a time, ever more of the past is looked at until there is enough. */
const WINDOWS_MS = [15 * 60_000, LONGEST_MS];
/** A clock that runs ahead hides no trace. */
const AHEAD_MS = 60_000;

const Filter = z.object({
  service: z.string().max(128).optional(),
  /** Only what failed somewhere. */
  failed: z.stringbool().optional(),
  /** `requests` came by the API, `orders` name one, `work` began by itself: a schedule, a queue, a stream. */
  kind: z.enum(['requests', 'orders', 'work']).optional(),
  /** In ms. */
  atLeast: z.coerce.number().min(0).max(LONGEST_MS).optional(),
  order: z
    .string()
    .regex(/^[\w-]{1,128}$/, 'no id of an order')
    .optional(),
  /** RFC 3339. */
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
type Filter = z.infer<typeof Filter>;

/** A trace as a list shows it. */
export type TraceRow = Omit<Digest, 'calls'>;

/** The newest traces. */
export const traces = read({
  input: Filter,
  run: async (stage, filter) => {
    const found = await search(stage, filter, SHOWN);
    return {
      ...found,
      traces: found.traces.map(({ calls: _, ...row }): TraceRow => row),
      services: services().sort(),
    };
  },
});

/** Who has called whom in the newest traces. */
export const traceMap = read({
  input: Filter,
  run: async (stage, filter) => {
    const { traces, of } = await search(stage, filter, MAPPED);
    return { ...serviceMap(traces), traces: traces.length, of };
  },
});

/** A span with its place in the tree. */
export interface SpanRow extends Omit<Span, 'traceId' | 'start' | 'end' | 'failure' | 'remote' | 'parentId'> {
  depth: number;
  isOrphan: boolean;
  /** Without app and stage. */
  short: string;
  remote?: string | undefined;
  failure?: 'fault' | 'error' | undefined;
  /** Since the trace began; `ms` is undefined while it goes on. */
  after: number;
  ms?: number;
}

/** One trace, with its spans from the top down. */
export const trace = read({
  input: z.object({ id: z.string().max(200) }),
  run: async (stage, { id }) => {
    const traceId = readTraceId(id);
    if (traceId === undefined)
      throw new Gone(`"${id}" is no id of a trace: 32 hexadecimal digits, or 1-<8 digits>-<24 digits>`);
    const spans = (await readTraces(stage.xray, [toXRayId(traceId)])).get(toXRayId(traceId)) ?? [];
    if (spans.length === 0)
      throw new Gone(
        'nothing is recorded of it: it was not sampled, is older than what is kept, or is of another stage',
      );
    const began = Math.min(...spans.map(({ start }) => start));
    const named = namesOf(stage);
    return {
      id: traceId,
      xrayId: toXRayId(traceId),
      at: new Date(began).toISOString(),
      ms: Math.max(...spans.map(({ start, end }) => end ?? start)) - began,
      orders: ordersIn(spans),
      spans: treeRows(spans).map(({ span, depth, isOrphan }): SpanRow => {
        const { traceId: own, start, end, parentId: _, service, links, ...rest } = span;
        const whose = named(service);
        return {
          ...rest,
          ...whose,
          name: span.name === service ? whose.short : span.name,
          depth,
          isOrphan,
          after: start - began,
          ...(end !== undefined && { ms: end - start }),
          links: links.filter((link) => link.traceId !== own),
        };
      }),
    };
  },
});

/** Which time was looked at. What ends now is told by its length, so that where nothing happens the answer stays the same. */
export interface LookedAt {
  /** The last so many ms of it, at most. */
  lastMs: number;
  /** As they were asked for (RFC 3339). */
  from?: string;
  to?: string;
}

const limitsOf = ({ from, to }: Filter): Omit<LookedAt, 'lastMs'> => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

const namesOf = (stage: Stage) => namedIn(stage.access.prefix, services());

const digests = new WeakMap<Stage, Digests>();

function digestsOf(stage: Stage): Digests {
  const known = digests.get(stage);
  if (known) return known;
  const made = new Digests({
    // An engine that was started anew is asked by another client.
    xray: () => stage.xray,
    prefix: stage.access.prefix,
    named: namesOf(stage),
  });
  digests.set(stage, made);
  return made;
}

async function search(
  stage: Stage,
  filter: Filter,
  most: number,
): Promise<Awaited<ReturnType<Digests['newest']>> & { of: LookedAt }> {
  const now = Date.now() + AHEAD_MS;
  const to = Math.min(now, filter.to === undefined ? now : Date.parse(filter.to));
  const earliest = Math.max(to - LONGEST_MS, filter.from === undefined ? 0 : Date.parse(filter.from));
  if (earliest > to) throw new UserError('the time ends before it begins', 'begin earlier, or end later');
  const windows = filter.from === undefined ? WINDOWS_MS : [LONGEST_MS];
  for (const [index, window] of windows.entries()) {
    const from = Math.max(earliest, to - window);
    const found = await digestsOf(stage).newest({
      from: new Date(from),
      to: new Date(to),
      filter: expressionOf(filter),
      wanted: (digest) => isWanted(digest, filter),
      most,
      lookedThrough: LOOKED_THROUGH,
    });
    if (found.traces.length < most && index < windows.length - 1 && found.looked < LOOKED_THROUGH) continue;
    return { ...found, of: { lastMs: window, ...limitsOf(filter) } };
  }
  throw new Error('no window of time was looked at');
}

/**
 * What X-Ray itself filters by; the rest is in its spans, since its own `fault` is that of a trace's root alone.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
 */
export function expressionOf({ order, atLeast, kind }: Filter): string | undefined {
  const parts = [
    // Of an API's stage the root has the address; ids of orders begin with their time, and with 0 for some 500 years.
    ...(kind === 'requests' ? ['http.url BEGINSWITH "http"'] : []),
    ...(kind === 'orders' ? ['annotation.order_id BEGINSWITH "0"'] : []),
    ...(order === undefined ? [] : [`annotation.order_id = "${order}"`]),
    ...(atLeast === undefined ? [] : [`duration >= ${atLeast / 1000}`]),
  ];
  return parts.length > 0 ? parts.join(' AND ') : undefined;
}

function isWanted(digest: Digest, { service, failed, kind }: Filter): boolean {
  if (service !== undefined && !digest.services.includes(service)) return false;
  if (failed && digest.faults + digest.errors === 0) return false;
  if (kind === 'orders') return digest.orders.length > 0;
  if (kind === 'requests') return digest.service === 'API Gateway';
  return kind !== 'work' || digest.service !== 'API Gateway';
}
