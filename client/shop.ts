import { createClient } from './generated/client/index.ts';
import { Shop } from './generated/sdk.gen.ts';

export type * from './generated/types.gen.ts';
export { Shop };

interface Connection {
  /** The address of the API, without a slash at its end: `api` in the outputs of a deploy. */
  api: string;
  /** The accessToken of somebody who is signed in; a function is asked before each call. */
  token?: string | (() => string | undefined);
  /** How long one call may take (ms); 60 s unless told. */
  timeoutMs?: number;
}

/**
 * A client of the shop: one method for each operation of the OpenAPI document, typed from it. A call gives `data` or
 * `error` (problem details), and `response`; with `throwOnError: true` it gives `data` or throws the problem.
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
  return new Shop({
    client: createClient({
      baseUrl: api,
      auth: () => (typeof token === 'function' ? token() : token),
      fetch: (request) => fetch(request as Request, { signal: AbortSignal.timeout(timeoutMs) }),
    }),
  });
}
