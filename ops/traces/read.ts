import {
  BatchGetTracesCommand,
  GetTraceSummariesCommand,
  type TraceSummary,
  type XRayClient,
} from '@aws-sdk/client-xray';
import { type Part, spansOf } from './documents.ts';
import type { Span } from './span.ts';

/** BatchGetTraces takes so many ids. */
const AT_ONCE = 5;

/** Traces that are told apart by X-Ray's ids. */
export type Traces = Map<string, Span[]>;

/** The spans of some traces, by their ids as X-Ray writes them; what X-Ray does not know is not in it. */
export async function readTraces(xray: XRayClient, ids: readonly string[]): Promise<Traces> {
  const found: Traces = new Map();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const TraceIds = ids.slice(at, at + AT_ONCE);
    let NextToken: string | undefined;
    do {
      const page = await xray.send(new BatchGetTracesCommand({ TraceIds, NextToken }));
      for (const { Id, Segments = [] } of page.Traces ?? [])
        found.set(
          Id!,
          Segments.flatMap(({ Document }) => spansOf(JSON.parse(Document!) as Part)),
        );
      NextToken = page.NextToken;
    } while (NextToken);
  }
  return found;
}

export interface Search {
  from: Date;
  to: Date;
  /** X-Ray's language: https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html */
  filter?: string;
  /** Whether the time is that of the last change, and not of the beginning. */
  byChange?: boolean;
}

/** What X-Ray tells of traces without their spans, page by page; it gives the newest first, and does not promise to. */
export async function* summaryPages(
  xray: XRayClient,
  { from, to, filter, byChange }: Search,
): AsyncGenerator<TraceSummary[]> {
  let NextToken: string | undefined;
  do {
    const page = await xray.send(
      new GetTraceSummariesCommand({
        StartTime: from,
        EndTime: to,
        TimeRangeType: byChange ? 'Event' : 'TraceId',
        FilterExpression: filter,
        NextToken,
      }),
    );
    yield page.TraceSummaries ?? [];
    NextToken = page.NextToken;
  } while (NextToken);
}

/** The ids of traces, as X-Ray writes them, the oldest first. */
export async function findTraces(xray: XRayClient, search: Search): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of summaryPages(xray, search)) ids.push(...page.map(({ Id }) => Id!));
  return ids.reverse();
}

/** The traces in which an order was named. */
export const tracesOfOrder = async (
  xray: XRayClient,
  order: string,
  time: { from: Date; to: Date },
): Promise<Traces> =>
  readTraces(xray, await findTraces(xray, { ...time, filter: `annotation.order_id = "${order}"` }));
