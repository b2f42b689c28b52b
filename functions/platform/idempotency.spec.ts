import { describe, expect, it } from 'vitest';
import { LIMITS } from '../contracts/limits.ts';
import { rememberOnce } from './idempotency.ts';
import { ConditionFailed, type Table, type Write } from './table.ts';

/** A table that holds one kind of record, as conditional as DynamoDB. */
function memory() {
  const items = new Map<string, Record<string, unknown>>();
  const nameOf = ({ pk, sk }: { pk: string; sk: string }) => `${pk} ${sk}`;
  const table = {
    get: async (key: { pk: string; sk: string }) => items.get(nameOf(key)),
    write: async ([write]: Write[]) => {
      const { put, label } = write as Extract<Write, { put: object }>;
      const standing = items.get(nameOf(put));
      const now = Number(write!.values![':now']);
      if (standing && Number(standing.expiresAt) > now)
        throw new ConditionFailed(new Map([[label!, standing]]));
      items.set(nameOf(put), put);
    },
  } as unknown as Table;
  return { table, items };
}

/** Asks for something under a key. @returns what is answered, and how often the work was begun. */
function asker({ table }: ReturnType<typeof memory>) {
  const world = { begun: 0 };
  const ask = (request: unknown, answer: string, { callerId = 'c', key = 'k' } = {}) => {
    const once = rememberOnce<string>(table, { callerId, key, request });
    return once.do(async () => {
      world.begun += 1;
      await table.write([once.write(answer)]);
      return answer;
    });
  };
  return { world, ask };
}

describe('rememberOnce', () => {
  it('gives the first answer again, without beginning the work', async () => {
    const { world, ask } = asker(memory());

    expect([await ask({ a: 1 }, 'first'), await ask({ a: 1 }, 'second')]).toEqual(['first', 'first']);
    expect(world.begun).toBe(1);
  });

  it('gives one answer to two that come at once', async () => {
    const { world, ask } = asker(memory());

    const both = await Promise.all([ask({ a: 1 }, 'first'), ask({ a: 1 }, 'second')]);
    expect(both).toEqual(['first', 'first']);
    expect(world.begun).toBe(2);
  });

  it.each<[string, unknown, unknown]>([
    ['members in another order', { a: 1, b: [{ c: 1, d: null }] }, { b: [{ d: null, c: 1 }], a: 1 }],
    ['numbers written in another way', JSON.parse('{"a":1.0}'), { a: 1 }],
  ])('knows the same request by %s', async (_, one, other) => {
    const { ask } = asker(memory());

    await ask(one, 'first');
    expect(await ask(other, 'second')).toBe('first');
  });

  it.each<[string, unknown, unknown]>([
    ['value', { a: 1 }, { a: 2 }],
    ['type', { a: 1 }, { a: '1' }],
    ['member', { a: 1 }, { a: 1, b: undefined, c: 1 }],
    ['order of a list', [1, 2], [2, 1]],
    ['depth', { a: { b: 1 } }, { 'a.b': 1 }],
  ])('refuses the key with another %s, without beginning the work', async (_, one, other) => {
    const { world, ask } = asker(memory());

    await ask(one, 'first');
    await expect(ask(other, 'second')).rejects.toMatchObject({ code: 'refused' });
    expect(world.begun).toBe(1);
  });

  it('remembers nothing of what was refused', async () => {
    const { table } = memory();
    const once = () => rememberOnce<string>(table, { callerId: 'c', key: 'k', request: {} });

    await expect(once().do(() => Promise.reject(new Error('sold out')))).rejects.toThrow('sold out');
    expect(await once().do(async () => 'answered')).toBe('answered');
  });

  it('does not take a condition of the work for the key', async () => {
    const failed = new ConditionFailed(new Map([['order', undefined]]));
    const once = rememberOnce(memory().table, { callerId: 'c', key: 'k', request: {} });
    await expect(once.do(() => Promise.reject(failed))).rejects.toBe(failed);
  });

  it('forgets after its time, also what the table still holds', async () => {
    const store = memory();
    const { ask } = asker(store);
    await ask({}, 'first');
    for (const item of store.items.values())
      item.expiresAt = Number(item.expiresAt) - LIMITS.idempotencySeconds - 1;

    expect(await ask({}, 'second')).toBe('second');
  });

  it('keeps the keys of two callers apart', async () => {
    const { ask } = asker(memory());

    await ask({}, 'first');
    expect(await ask({}, 'second', { callerId: 'd' })).toBe('second');
    expect(await ask({}, 'third', { key: 'l' })).toBe('third');
  });
});
