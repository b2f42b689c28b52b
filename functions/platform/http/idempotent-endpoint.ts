import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Operation } from '../../contracts/http/operation.ts';
import { rememberOnce } from '../idempotency.ts';
import { ServiceError } from '../service-error.ts';
import type { Table, Write } from '../table.ts';
import { readJson } from './body.ts';
import { type Request, requestOf, withMiddleware } from './endpoint.ts';
import { header } from './headers.ts';
import { readPath } from './path.ts';
import type { Reply } from './response.ts';

interface Idempotent<O extends Operation, A> {
  /** Where answers are remembered: the table of the transaction that does the work. */
  table: Table;
  /**
   * Does what is asked for, with `remember(answer)` among the writes of its transaction, so that there is no moment at which
   * one is there without the other.
   */
  work: (request: Request<O>, remember: (answer: A) => Write) => Promise<A>;
  /** How an answer is told, the first time and again. */
  reply: (answer: A, path: Request<O>['path']) => Reply<O>;
}

/**
 * An operation that can be sent again under its Idempotency-Key. The key is looked at before the request itself: what was
 * answered is answered again, whatever has changed since: prices, limits, what is sold. What was refused is not remembered,
 * since nothing came of it; the same key may be tried again.
 *
 * @example
 * export const handler = idempotentEndpoint(placeOrder, {
 *   table,
 *   work: ({ caller, body }, remember) => placement.place({ customerId: caller.id, lines: body.items, remember }),
 *   reply: (order) => created(order, `/orders/${order.id}`),
 * });
 */
export const idempotentEndpoint = <const O extends Operation & { idempotent: true }, A>(
  operation: O,
  { table, work, reply }: Idempotent<O, A>,
) =>
  withMiddleware<O>(operation, async (event) => {
    const path = readPath(event);
    const key = readKey(event);
    const json = operation.body && readJson(event);
    const once = rememberOnce<A>(table, {
      callerId: event.caller!.id,
      key,
      request: { route: operation.route, path, body: json },
    });
    const answer = await once.do(() =>
      work(requestOf(operation, event, { path, json }), (first) => once.write(first)),
    );
    return reply(answer, path as Request<O>['path']);
  });

/** Printable ASCII, 1 to 255 of it. */
const KEY = /^[\x21-\x7e]{1,255}$/;

function readKey(event: APIGatewayProxyEvent): string {
  const key = header(event, 'idempotency-key');
  if (key !== undefined && KEY.test(key)) return key;
  throw new ServiceError('invalid', 'Send an Idempotency-Key header of 1 to 255 visible characters.');
}
