import { randomUUID } from 'node:crypto';
import type { Operation } from '../../../functions/contracts/http/operation.ts';
import { OPERATIONS } from '../../../functions/contracts/http/operations.ts';
import { type Came, holdAgainst, type OpenApiDocument } from './held.ts';

/** One call of an operation, good or bad. */
export interface Call {
  token?: string;
  path?: Record<string, string>;
  query?: Record<string, string>;
  /** Sent as JSON; a string goes as it is. */
  body?: unknown;
  /** In lower case. A header that is undefined is not sent. */
  headers?: Record<string, string | undefined>;
}

export type Received = Came & { body: Record<string, unknown> };

/** What every path means unless told: nothing, and nothing else than in an earlier run. */
const NOTHING = `zz-nothing-${randomUUID().slice(0, 8)}`;

const all = new Map(
  Object.values(OPERATIONS)
    .flat()
    .map((operation) => [operation.id, operation]),
);

/** What the document calls an operation. @throws Error when it names none. */
export function operationOf(id: string): Operation {
  const found = all.get(id);
  if (!found) throw new Error(`there is no operation ${id}`);
  return found;
}

/** Calls operations, holds every answer against the document, and remembers which statuses have come. */
export class Recorder {
  /** Statuses that came, by operation. */
  readonly seen = new Map<string, Set<number>>();
  readonly #api: string;
  readonly #faultsOf: ReturnType<typeof holdAgainst>;

  constructor(api: string, document: OpenApiDocument) {
    this.#api = api;
    this.#faultsOf = holdAgainst(document);
  }

  /** @throws Error when the answer is not as documented. */
  async call(id: string, call: Call = {}): Promise<Received> {
    const { route } = operationOf(id);
    const response = await fetch(this.#url(route, call), this.#request(route, call));
    const came = { status: response.status, headers: response.headers, text: await response.text() };
    const faults = this.#faultsOf(route, came);
    if (faults.length > 0)
      throw new Error(`${route} ${JSON.stringify(call).slice(0, 300)}: ${faults.join('; ')}`);
    this.seen.set(id, (this.seen.get(id) ?? new Set()).add(came.status));
    const isJson = came.text !== '' && came.headers.get('content-type')?.endsWith('json');
    return { ...came, body: isJson ? JSON.parse(came.text) : {} };
  }

  #url(route: string, { path = {}, query }: Call): string {
    const filled = route
      .split(' ')[1]!
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? NOTHING));
    return `${this.#api}${filled}${query ? `?${new URLSearchParams(query)}` : ''}`;
  }

  #request(route: string, { token, body, headers = {} }: Call): RequestInit {
    const all = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return {
      method: route.split(' ')[0]!,
      headers: sent,
      // Bytes, so that fetch adds no content type of its own.
      body: text === undefined ? undefined : new TextEncoder().encode(text),
      signal: AbortSignal.timeout(60_000),
    };
  }
}
