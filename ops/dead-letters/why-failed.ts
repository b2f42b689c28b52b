import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { Stranded } from '../../functions/contracts/order-saga.ts';
import { failuresOf } from '../../functions/orders/saga-view.ts';
import { type Line, type Told, tell } from '../logs/line.ts';
import type { StageLogs } from '../logs/stage-logs.ts';
import { sentAt } from './peek.ts';
import type { WaitingQueue } from './waiting-queues.ts';

/** Why a message waits, as far as it is known. */
export interface Why {
  /** The error's name, as in ZodError. */
  error?: string;
  detail: string;
  /** When it failed last; RFC 3339. */
  at?: string;
  /** In whose log it stands. */
  fn?: string;
}

type Body = Record<string, unknown>;

/** By the endings of queues: the function that gave up is called as the queue without it. */
const ENDINGS = /-(?:dead|failed)$/;

/**
 * Why the messages of a queue wait, by their ids: what they say themselves, or else what the function that gave up on them has
 * logged last about each. A message of which neither tells is left out.
 */
export async function whyFailed(
  logs: Pick<StageLogs, 'functions' | 'search'>,
  { short }: Pick<WaitingQueue, 'short'>,
  messages: readonly Message[],
): Promise<Map<string, Why>> {
  const found = new Map<string, Why>();
  const wanted = new Map<string, string>();
  for (const message of messages) {
    const own = saidByItself(message);
    if (own) found.set(message.MessageId!, own);
    else wanted.set(termOf(message), message.MessageId!);
  }
  const functions = logs.functions.filter((fn) => fn.short === short.replace(ENDINGS, ''));
  if (wanted.size === 0 || functions.length === 0) return found;
  const from = Math.min(...messages.map(sentAt));
  for (const line of await logs.search({ functions, terms: [...wanted.keys()], from })) {
    const told = tell(line);
    const id = wanted.get(String(told.fields.messageId)) ?? wanted.get(String(told.fields.requestId));
    // Lines come oldest first: the last failure is the one that counts.
    if (id !== undefined && told.level === 'ERROR') found.set(id, ofLine(line, told));
  }
  return found;
}

/** What the log knows a message by: a dead letter keeps its id; of what Lambda gave up on, the invocation's id. */
const termOf = ({ MessageId, Body }: Message): string =>
  String(objectIn(bodyOf(Body)?.requestContext)?.requestId ?? MessageId);

const ofLine = ({ at, fn }: Line, { fields, message }: Told): Why => ({
  ...(fields.error !== undefined && { error: String(fields.error) }),
  detail: fields.detail === undefined ? message : detailText(String(fields.detail)),
  at: new Date(at).toISOString(),
  fn,
});

const Issues = z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }));

/** zod's errors say as JSON what did not fit where: `data.total: Invalid input`. */
function detailText(detail: string): string {
  if (!detail.startsWith('[')) return detail;
  const issues = Issues.safeParse(parseJson(detail));
  if (!issues.success) return detail;
  return issues.data.map(({ path, message }) => `${path.join('.') || 'the message'}: ${message}`).join('; ');
}

/** A record that was set aside has a reason, a parked order what failed last, Lambda's record of an invocation its error. */
function saidByItself({ Body }: Message): Why | undefined {
  const body = bodyOf(Body);
  if (typeof body?.reason === 'string') return { detail: body.reason };
  if (typeof body?.heldAt === 'string')
    return { detail: `stock is held since ${body.heldAt}, and orders does not say what became of the order` };
  const payload = objectIn(body?.responsePayload);
  if (payload?.errorType !== undefined)
    return { error: String(payload.errorType), detail: String(payload.errorMessage ?? '') };
  const parked = Stranded.safeParse(body);
  const last = parked.success ? failuresOf({ stranded: parked.data }).at(-1) : undefined;
  return last && { error: `${last.step}: ${last.error}`, detail: causeText(last.cause) };
}

/** Step Functions gives what a function threw as JSON. */
const causeText = (cause = ''): string => String(bodyOf(cause)?.errorMessage ?? cause);

/** A message's body, when it is a JSON object. */
const bodyOf = (text = ''): Body | undefined => objectIn(parseJson(text));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const objectIn = (value: unknown): Body | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined;

/** The order that a message names: by its data, its subject when it is an order's event, or the key of its outbox record. */
export function orderNamedIn(text: string | undefined): string | undefined {
  const body = bodyOf(text);
  const data = objectIn(body?.data);
  const isOrders = typeof body?.type === 'string' && body.type.startsWith('order.');
  const pk = objectIn(body?.setAside)?.pk;
  const ofKey = typeof pk === 'string' ? /^ORDER#(.+)$/.exec(pk)?.[1] : undefined;
  const named = body?.orderId ?? data?.orderId ?? (isOrders ? body.subject : undefined) ?? ofKey;
  return typeof named === 'string' && /^[\w-]{1,128}$/.test(named) ? named : undefined;
}
