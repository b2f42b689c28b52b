import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { inLocal } from '../../paths.ts';

/** What people of the end to end tests have said to the shop, or heard from it, that no log may say. */
export interface Said {
  kind: 'password' | 'token' | 'email' | 'name';
  text: string;
}

const file = () => inLocal('test', 'said-secrets.jsonl');

/** Begins anew, before the first file of tests. */
export function forgetSaid(): void {
  rmSync(file(), { force: true });
}

/** Everything that was said so far, once each. */
export function allSaid(): Said[] {
  if (!existsSync(file())) return [];
  const lines = new Set(readFileSync(file(), 'utf8').split('\n').filter(Boolean));
  return [...lines].map((line) => JSON.parse(line) as Said);
}

/** Where secrets are in bodies, by field. What is shorter than this is a test of bad input, and stands in any log. */
const FIELDS: Record<string, Said['kind']> = {
  password: 'password',
  current: 'password',
  accessToken: 'token',
  refreshToken: 'token',
  token: 'token',
  device: 'token',
};
const LEAST = 8;

/** The secrets of a body: passwords and tokens, and who somebody is where both name and address are given. */
export function saidIn(body: string, status = 200): Said[] {
  const said: Said[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, one] of Object.entries(value)) {
      const kind = FIELDS[key];
      if (kind && typeof one === 'string' && one.length >= LEAST) said.push({ kind, text: one });
      else look(one);
    }
    const { email, name } = value as { email?: unknown; name?: unknown };
    if (status >= 300 || typeof email !== 'string' || typeof name !== 'string') return;
    said.push({ kind: 'email', text: email }, { kind: 'name', text: name });
  };
  try {
    look(JSON.parse(body));
  } catch {}
  return said;
}

/** Notes what goes through `fetch` from now on in this process. @returns how to stop. */
export function noteSaid(): () => void {
  const { fetch: original } = globalThis;
  mkdirSync(dirname(file()), { recursive: true });
  const note = (said: Said[]) =>
    said.length > 0 && appendFileSync(file(), said.map((one) => `${JSON.stringify(one)}\n`).join(''));
  globalThis.fetch = async (input, init) => {
    const body = input instanceof Request ? await input.clone().text() : init?.body;
    // Whether it is taken is not known yet: who a refused request speaks of is nobody.
    if (typeof body === 'string') note(saidIn(body, 400));
    const response = await original(input, init);
    if (response.headers.get('content-type')?.includes('json'))
      note(
        saidIn(
          await response
            .clone()
            .text()
            .catch(() => ''),
          response.status,
        ),
      );
    return response;
  };
  return () => {
    globalThis.fetch = original;
  };
}
