import type { Act, Read } from '../../api/endpoint.ts';
import type { Acts, Reads } from '../../api/index.ts';
import type { Problem } from '../../server/problem.ts';

export type ReadName = keyof Reads & string;
export type ActName = keyof Acts & string;
export type InputOf<E> = E extends Read<infer I, unknown> | Act<infer I, unknown> ? I : never;
export type ResultOf<E> = E extends { run(...args: never[]): Promise<infer O> } ? O : never;

/** The console's server did not answer as asked. */
export class Failed extends Error {
  override name = 'Failed';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** The address of a read with its input; what is undefined or empty is left out. */
export function readAddress(name: string, input: object = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input))
    if (value !== undefined && value !== '') query.set(key, String(value));
  const text = query.toString();
  return `/read/${name}${text ? `?${text}` : ''}`;
}

/** What was answered last, by address: shown at once when a page is opened again, while it is asked anew. */
const answers = new Map<string, { answer: unknown; etag: string | null }>();
const MOST_ANSWERS = 50;

export const lastAnswer = (address: string): unknown => answers.get(address)?.answer;

/**
 * Asks, and says which answer is known: the browser keeps none, and by what is not new the server knows that nothing moves.
 *
 * @throws Failed when the server refuses or cannot answer.
 */
export async function ask(address: string): Promise<unknown> {
  const known = answers.get(address);
  const response = await send(address, known?.etag ? { headers: { 'if-none-match': known.etag } } : {});
  const isKnown = known !== undefined && response.status === 304;
  const answer = isKnown ? known.answer : await bodyOf(response);
  answers.delete(address);
  answers.set(address, { answer, etag: response.headers.get('etag') });
  const [oldest] = answers.keys();
  if (answers.size > MOST_ANSWERS && oldest !== undefined) answers.delete(oldest);
  return answer;
}

/** Asks once, without following what changes. */
export const readOnce = <N extends ReadName>(
  name: N,
  input: InputOf<Reads[N]>,
): Promise<ResultOf<Reads[N]>> => call(readAddress(name, input as object)) as Promise<ResultOf<Reads[N]>>;

/** What an act would do, in words. */
export async function sayAct<N extends ActName>(name: N, input: InputOf<Acts[N]>): Promise<string> {
  const { says } = (await call(`/act/${name}?input=${encodeURIComponent(JSON.stringify(input))}`)) as {
    says: string;
  };
  return says;
}

/** Does it. @throws Failed when it was refused or failed. */
export const doAct = <N extends ActName>(name: N, input: InputOf<Acts[N]>): Promise<ResultOf<Acts[N]>> =>
  call(`/act/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  }) as Promise<ResultOf<Acts[N]>>;

const call = async (address: string, init?: RequestInit): Promise<unknown> =>
  bodyOf(await send(address, init));

async function send(address: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { credentials: 'same-origin', ...init });
  } catch {
    throw lost();
  }
}

/** @throws Failed when the answer is a refusal, or ends before its end. */
async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => {
    throw lost();
  });
  const body = isJson(response) ? (JSON.parse(text) as unknown) : undefined;
  if (response.ok) return body;
  throw new Failed((body as Problem | undefined) ?? { status: response.status, message: text.trim() });
}

const lost = (): Failed =>
  new Failed({
    status: 0,
    message: 'The console does not answer',
    remedy: 'It was stopped, or is being started again: npm run console starts it',
  });

const isJson = (response: Response): boolean =>
  response.headers.get('content-type')?.startsWith('application/json') === true;
