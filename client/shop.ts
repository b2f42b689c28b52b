import { createClient } from './generated/client/index.ts';
import { Shop } from './generated/sdk.gen.ts';
import type { Problem } from './generated/types.gen.ts';
import { ShopProblem } from './problem.ts';

export type * from './generated/types.gen.ts';
export { Shop, ShopProblem };

interface Connection {
  /** The address of the API, without a slash at its end: `api` in the outputs of a deploy. */
  api: string;
  /** The accessToken of somebody who is signed in; a function is asked before each call. */
  token?: string | (() => string | undefined);
  /** How long one call may take (ms); 60 s unless told. */
  timeoutMs?: number;
}

/** An answer may be cut off on its way, or be of somebody between the shop and here. */
const isWhole = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors);

/** What a call is known by in an error: no query, which may hold an address. */
const lineOf = (request: Request | undefined): string =>
  request ? `${request.method} ${new URL(request.url).pathname}` : 'a request';

/**
 * A client of the shop: one method for each operation of the OpenAPI document, typed from it. A call gives `data` or
 * `error` (problem details), and `response`; with `throwOnError: true` it gives `data` or throws a ShopProblem.
 *
 * @example
 * const shop = connect({ api: 'http://127.0.0.1:4566/_aws/execute-api/abc/local' });
 * const { data: tokens } = await shop.createToken({ body: { email, password }, throwOnError: true });
 * const mine = connect({ api, token: tokens.accessToken });
 * const { data: order, error } = await mine.placeOrder({
 *   headers: { 'Idempotency-Key': crypto.randomUUID() },
 *   body: { items: [{ sku: 'espresso-cup', quantity: 2 }] },
 * });
 * if (error) console.error(error.detail, error.errors);
 */
export function connect({ api, token, timeoutMs = 60_000 }: Connection): Shop {
  const client = createClient({
    baseUrl: api,
    auth: () => (typeof token === 'function' ? token() : token),
    fetch: (request) => fetch(request as Request, { signal: AbortSignal.timeout(timeoutMs) }),
  });
  client.interceptors.error.use((error, response, request) => {
    const isProblem = response?.headers.get('content-type') === 'application/problem+json';
    return isProblem && isWhole(error) ? new ShopProblem(error, lineOf(request)) : error;
  });
  return new Shop({ client });
}
