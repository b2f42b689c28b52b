/** An answer of the shop, whatever its status. */
export interface Answer<T = Record<string, unknown>> {
  status: number;
  /** The problem, when the status is no 2xx. */
  body: T;
  headers: Headers;
}

/**
 * What the generated client gave, as an answer.
 *
 * @throws what the client met instead when there was no answer.
 * @example answerOf(await shop.client.getProduct({ path: { sku } }))
 */
export function answerOf<T>(given: { data?: T; error?: unknown; response?: Response }): Answer<T> {
  const { data, error, response } = given;
  if (!response) throw error;
  return { status: response.status, body: (data ?? error) as T, headers: response.headers };
}

/**
 * The body of an answer that is needed to go on.
 *
 * @throws Error with status and body, when the shop did not do it.
 */
export function bodyOf<T>(what: string, { status, body }: Answer<T>): T {
  if (status >= 200 && status < 300) return body;
  const detail = body instanceof Error ? body.message : JSON.stringify(body);
  throw new Error(`${what} was answered by ${status}: ${detail}`, { cause: body });
}
