import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Accounts } from '../../functions/users/accounts.ts';
import { Attempts, waitAfter } from '../../functions/users/attempts.ts';
import { UserRepository } from '../../functions/users/repository.ts';
import { Sessions } from '../../functions/users/sessions.ts';
import { serviceTable } from '../support/service-table.ts';

describe('attempts to sign in', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let now = Date.now();
  let attempts: Attempts;
  const address = () => `${randomUUID()}@example.com`;
  const begin = (email: string) =>
    attempts.begin(email).then(
      () => 'go',
      (thrown) => thrown.retryAfter as number,
    );

  beforeAll(async () => {
    store = await serviceTable();
    attempts = new Attempts(store.table, { now: () => now });
  });
  afterAll(() => store.drop());

  it('wait longer after each failure, but for five that are free, up to 15 minutes', () => {
    expect([1, 4, 5, 6, 7, 8, 9, 10, 100].map(waitAfter)).toEqual([0, 0, 30, 60, 120, 240, 480, 900, 900]);
  });

  it('wait, and waiting ones do not make it longer', async () => {
    const email = address();
    const answers = [];
    for (let attempt = 1; attempt <= 7; attempt += 1) answers.push(await begin(email));
    expect(answers).toEqual(['go', 'go', 'go', 'go', 'go', 30, 30]);

    now += 30_000;
    expect([await begin(email), await begin(email)]).toEqual(['go', 60]);
  });

  it('are no more than the free ones when many come at once', async () => {
    const email = address();
    const answers = await Promise.all(Array.from({ length: 20 }, () => begin(email)));
    expect(answers.filter((answer) => answer === 'go').length).toBeLessThanOrEqual(5);
  });

  it('are forgiven by a right password, and forgotten after an hour', async () => {
    const [one, two] = [address(), address()];
    for (const email of [one, two]) for (let attempt = 1; attempt <= 5; attempt += 1) await begin(email);
    await store.table.write([attempts.forgive(one)]);
    expect([await begin(one), await begin(two)]).toEqual(['go', 30]);

    now += 60 * 60 * 1000;
    expect(await begin(two)).toBe('go');
    expect(await begin(two)).toBe('go');
  });

  it('name nobody in the table, and go by themselves', async () => {
    const email = address();
    await begin(email);
    const items = await store.scan();

    expect(JSON.stringify(items)).not.toContain('@');
    for (const { expiresAt } of items) expect(expiresAt).toBeGreaterThan(Date.now() / 1000);
  });

  it('do the same work with an account, without one, and without a password', async () => {
    const users = new UserRepository(store.table);
    const known = await new Accounts(users).register({
      name: 'Ada',
      email: address(),
      password: 'a'.repeat(9),
    });
    const bare = { ...known, id: randomUUID(), email: address(), passwordHash: undefined };
    await users.add(bare);
    const sessions = new Sessions({
      users,
      attempts,
      sessions: undefined as never,
      issuer: undefined as never,
    });
    const get = vi.spyOn(store.table, 'get');
    const write = vi.spyOn(store.table, 'write');

    const work = [];
    for (const email of [known.email, bare.email, address()]) {
      get.mockClear();
      write.mockClear();
      await expect(sessions.signIn(email, 'wrong')).rejects.toMatchObject({
        code: 'unauthenticated',
        message: 'Email address or password is wrong.',
      });
      work.push([get.mock.calls.length, write.mock.calls.length]);
    }
    expect(work).toEqual([
      [3, 1],
      [3, 1],
      [3, 1],
    ]);
  });
});
