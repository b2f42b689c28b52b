import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../functions/', import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.startsWith('platform/'))
  .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));

/** What a service writes to its table, through `Table` or past it; a command for the table `none` only warms a client, and is not sent. */
const WRITES =
  /\b#?table\s*\.write(?:One)?\(|new (PutItem|UpdateItem|DeleteItem|TransactWriteItems|BatchWriteItem)Command\((?!\{ TableName: 'none')/;
const isRepository = (path: string) => /(^|[/-])repository\.ts$/.test(path);

/** Writes of an aggregate that stand beside its repository, because others take them into their transactions. */
const BESIDE: Record<string, string> = {
  'payments/ledger.ts': 'payments/ledger-repository.ts',
  'users/user-writes.ts': 'users/repository.ts',
};

/** Keys of rows that a source puts, updates or deletes. */
const writtenKeys = (text: string): string[] =>
  [...text.matchAll(/\b(?:update: |delete: |put: \{ ?\s*\.\.\.)(\w+Key)\(/g)].map(([, key]) => key!);

it('only repositories write to the tables', () => {
  expect(
    sources.filter(({ path, text }) => WRITES.test(text) && !isRepository(path)).map(({ path }) => path),
  ).toEqual([]);
  expect(WRITES.test("await this.#table\n      .write([{ put: { pk: '1' } }])")).toBe(true);
});

it('each row has one writer', () => {
  const writers = new Map<string, Set<string>>();
  for (const { path, text } of sources) {
    const service = path.split('/')[0]!;
    for (const key of writtenKeys(text)) {
      const name = `${service} ${key}`;
      writers.set(name, (writers.get(name) ?? new Set()).add(BESIDE[path] ?? path));
    }
  }
  expect([...writers].filter(([, paths]) => paths.size > 1).map(([name, paths]) => [name, ...paths])).toEqual(
    [],
  );
  expect(writers.size).toBeGreaterThan(10);
});
