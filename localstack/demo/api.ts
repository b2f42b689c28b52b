/** An answer that was not the expected one, with what the API said about it. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer';
}

export interface RequestOptions {
  token?: string;
  body?: unknown;
  /** Sent as Idempotency-Key. */
  key?: string;
  /** The status that must come. */
  expect?: number;
}

/** The shop's HTTP API, spoken to as any client would: plain fetch, no code shared with the functions. */
export class Api {
  readonly #base: string;

  /** @param base the address without a trailing slash, `api` in the outputs */
  constructor(base: string) {
    this.#base = base;
  }

  get<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return this.#send<T>('GET', path, { expect: 200, ...options });
  }

  post<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return this.#send<T>('POST', path, { expect: 201, ...options });
  }

  async #send<T>(method: string, path: string, { token, body, key, expect }: RequestOptions): Promise<T> {
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(key ? { 'idempotency-key': key } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (response.status !== expect)
      throw new UnexpectedAnswer(
        `${method} ${path} answered ${response.status} instead of ${expect}: ${text.slice(0, 500)}`,
      );
    return JSON.parse(text) as T;
  }
}
