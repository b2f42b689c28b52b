import { randomUUID, scryptSync } from 'node:crypto';
import { exportPKCS8, generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Accounts } from '../../functions/users/accounts.ts';
import { AttemptRepository } from '../../functions/users/attempt-repository.ts';
import { changePassword } from '../../functions/users/change-password.ts';
import { ensureStaff } from '../../functions/users/ensure-staff.ts';
import { successorOf } from '../../functions/users/refresh-token.ts';
import { UserRepository } from '../../functions/users/repository.ts';
import { SessionRepository } from '../../functions/users/session-repository.ts';
import { Sessions } from '../../functions/users/sessions.ts';
import type { User } from '../../functions/users/user.ts';
import { serviceTable } from '../support/service-table.ts';

const PASSWORD = 'correct horse battery';
const address = () => `${randomUUID()}@example.com`;
const seconds = () => Math.floor(Date.now() / 1000);
const fulfilled = (all: PromiseSettledResult<unknown>[]) =>
  all.filter(({ status }) => status === 'fulfilled');

let store: Awaited<ReturnType<typeof serviceTable>>;
let users: UserRepository;
let accounts: Accounts;
let attempts: AttemptRepository;
let sessions: Sessions;
let user: User;
let now = Date.now();

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  store = await serviceTable();
  users = new UserRepository(store.table);
  accounts = new Accounts(users);
  attempts = new AttemptRepository(store.table);
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  sessions = new Sessions({
    users,
    attempts,
    now: () => now,
    sessions: new SessionRepository(store.table),
    issuer: { key: { privateKey: await exportPKCS8(privateKey), kid: 'k' }, issuer: 'i', audience: 'a' },
  });
});
afterAll(() => store.drop());
beforeEach(async () => {
  now = Date.now();
  user = await accounts.register({ name: 'Ada', email: address(), password: PASSWORD });
});

/** What stands in the table about one user: the account, its sessions, the types of its events. */
async function standing(id: string) {
  const items = (await store.scan()).filter(({ pk }) => pk === `USER#${id}`);
  const kind = (prefix: string) => items.filter(({ sk }) => String(sk).startsWith(prefix));
  return {
    account: kind('USER')[0] as User | undefined,
    sessions: kind('SESSION#'),
    events: kind('EVENT#').map(({ event }) => event as { type: string; sequence: number; data: object }),
  };
}
const holders = async (email: string) =>
  (await store.scan()).filter(({ pk }) => pk === `EMAIL#${email}`).map(({ userId }) => userId);

describe('accounts, by what stands in the table', () => {
  it('are announced by the transaction that makes them', async () => {
    const { name, email, preferences } = user;
    expect((await standing(user.id)).events).toMatchObject([
      { type: 'user.created', sequence: 1, data: { userId: user.id, name, email, preferences } },
    ]);
  });

  it('share no address, whoever comes at once', async () => {
    const email = address();
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => accounts.register({ name: 'Eve', email, password: PASSWORD })),
    );

    expect(fulfilled(answers)).toHaveLength(1);
    const registered = (await store.scan()).filter(
      ({ sk, ...item }) => sk === 'USER' && item.email === email,
    );
    expect(registered).toHaveLength(1);
    expect(await holders(email)).toEqual([registered[0]!.id]);
  });

  it.each([
    ['the same name', () => accounts.rename(user, 'Ada')],
    ['the same preferences', () => accounts.prefer(user, { ...user.preferences })],
  ])('are not announced again for %s', async (_, call) => {
    await call();
    expect((await standing(user.id)).events).toHaveLength(1);
  });

  it('announce changed preferences', async () => {
    const preferences = { ...user.preferences, orderEmails: false };
    await accounts.prefer(user, preferences);
    const { account, events } = await standing(user.id);

    expect(account?.preferences).toEqual(preferences);
    expect(events[1]).toMatchObject({ type: 'preferences.changed', data: { userId: user.id, preferences } });
  });
});

describe('the right to be forgotten', () => {
  it('leaves the id and nothing else, and frees the address', async () => {
    await sessions.signIn(user.email, PASSWORD);
    await sessions.signIn(user.email, 'wrong').catch(() => {});
    await accounts.rename(user, 'Countess');
    await accounts.remove(user, seconds());
    const { account, sessions: left, events } = await standing(user.id);

    expect(account).toBeUndefined();
    expect(left).toEqual([]);
    expect(events).toMatchObject([{ type: 'user.deleted', data: { userId: user.id } }]);
    expect(JSON.stringify(await store.scan())).not.toMatch(new RegExp(`${user.email}|Countess`));
    await accounts.register({ name: 'Bea', email: user.email, password: PASSWORD });
    await expect(accounts.remove(user, seconds())).rejects.toMatchObject({ code: 'notFound' });
  });

  it('is completed by the event when the function died after the transaction', async () => {
    await sessions.signIn(user.email, PASSWORD);
    await users.remove(user);
    expect((await standing(user.id)).events).toHaveLength(2);

    await accounts.clear(user.id);
    await accounts.clear(user.id);
    expect(await standing(user.id)).toMatchObject({ sessions: [], events: [{ type: 'user.deleted' }] });
  });

  it('clears more than one transaction can hold', async () => {
    const items = Array.from({ length: 130 }, (_, index) => ({
      pk: `USER#${user.id}`,
      sk: `SESSION#${index}`,
    }));
    await Promise.all(items.map(store.put));
    await users.remove(user);
    await accounts.clear(user.id);

    expect(await standing(user.id)).toMatchObject({ sessions: [], events: [{ type: 'user.deleted' }] });
  });

  it('asks for a sign-in that is not long ago', async () => {
    await expect(accounts.remove(user, seconds() - 16 * 60)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await standing(user.id)).account).toBeDefined();
  });

  it('ends a sign-in that is under way', async () => {
    const late = new SessionRepository(store.table);
    await accounts.remove(user, seconds());
    const session = { userId: user.id, tokenHash: 'h', epoch: 1, signedInAt: 0, expiresAt: seconds() + 60 };

    await expect(late.add({ userId: user.id, sessionId: 's' }, session, user, [])).rejects.toMatchObject({
      name: 'ConditionFailed',
    });
    expect((await standing(user.id)).sessions).toEqual([]);
  });
});

describe('sessions', () => {
  const refreshed = (token: string) =>
    sessions.refresh(token).then(
      (tokens) => tokens.refreshToken,
      (thrown) => thrown.code as string,
    );

  it('go on with each token once', async () => {
    const { refreshToken: first } = await sessions.signIn(user.email, PASSWORD);
    const second = await refreshed(first);
    const third = await refreshed(second);

    expect(new Set([first, second, third]).size).toBe(3);
    expect((await standing(user.id)).sessions).toHaveLength(1);
    expect(JSON.stringify(await standing(user.id))).not.toContain(third.split('.')[2]);
  });

  it('go on for a client whose answer was lost: for ten seconds the same token gives the same one again', async () => {
    const { refreshToken: first } = await sessions.signIn(user.email, PASSWORD);
    const lost = await refreshed(first);
    now += 9_999;

    expect(await refreshed(first)).toBe(lost);
    expect(await refreshed(lost)).toMatch(user.id);
    expect((await standing(user.id)).sessions).toHaveLength(1);
  });

  it('have one successor for a token, however many tabs use it at once', async () => {
    const { refreshToken } = await sessions.signIn(user.email, PASSWORD);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refreshed(refreshToken)));

    expect(new Set(answers).size).toBe(1);
    expect(await refreshed(answers[0]!)).toMatch(user.id);
    expect((await standing(user.id)).sessions).toHaveLength(1);
  });

  it.each([
    ['after ten seconds', 10_000, false],
    ['after an hour', 3_600_000, false],
    ['at once, when its successor was used too', 0, true],
  ])('end when a used token comes again %s, the newest token included', async (_, later, usedOn) => {
    const { refreshToken: first } = await sessions.signIn(user.email, PASSWORD);
    const { refreshToken: elsewhere } = await sessions.signIn(user.email, PASSWORD);
    const second = await refreshed(first);
    const newest = usedOn ? await refreshed(second) : second;
    now += later;

    expect(await refreshed(first)).toBe('unauthenticated');
    expect(await refreshed(second)).toBe('unauthenticated');
    expect(await refreshed(newest)).toBe('unauthenticated');
    expect(await refreshed(elsewhere)).toMatch(user.id);
    expect((await standing(user.id)).sessions).toHaveLength(1);
  });

  it('do not live longer because a used token comes again', async () => {
    const { refreshToken: first } = await sessions.signIn(user.email, PASSWORD);
    await refreshed(first);
    const before = await standing(user.id);
    now += 6_000;
    await refreshed(first);
    expect(await standing(user.id)).toEqual(before);
    now += 6_000;
    expect(await refreshed(first)).toBe('unauthenticated');
  });

  it('give nothing for the token before the newest, once they are over', async () => {
    const { refreshToken: revoked } = await sessions.signIn(user.email, PASSWORD);
    await refreshed(revoked);
    const [userId, sessionId] = revoked.split('.') as [string, string];
    await new SessionRepository(store.table).remove({ userId, sessionId });
    expect(await refreshed(revoked)).toBe('unauthenticated');

    const { refreshToken: expired } = await sessions.signIn(user.email, PASSWORD);
    await refreshed(expired);
    const [session] = (await standing(user.id)).sessions;
    await store.put({ ...session, expiresAt: Math.floor(now / 1000) });
    expect(await refreshed(expired)).toBe('unauthenticated');

    const { refreshToken: changed } = await sessions.signIn(user.email, PASSWORD);
    await refreshed(changed);
    await users.setPassword(user, 'scrypt$1$1$1$$');
    expect(await refreshed(changed)).toBe('unauthenticated');
  });

  it('keep no token that works, in whatever form, in the table', async () => {
    const { refreshToken: first } = await sessions.signIn(user.email, PASSWORD);
    const second = await refreshed(first);
    const text = JSON.stringify(await standing(user.id));
    for (const token of [first, second]) expect(text).not.toContain(token.split('.')[2]);

    // Whoever has one thing only can make nothing of it: neither the seed nor the old token.
    const [session] = (await standing(user.id)).sessions as { spent: { seed: string; hash: string } }[];
    const [userId, sessionId] = first.split('.') as [string, string];
    const name = { userId, sessionId };
    const forged = [
      successorOf('', session!.spent.seed, name),
      successorOf(session!.spent.hash, session!.spent.seed, name),
      successorOf(first, '', name),
    ];
    expect(forged).not.toContain(second);
  });

  it.each([
    ['is no token', () => 'garbage'],
    ['has another shape', () => `${user.id}.short.secret`],
    ['names no session', () => `${user.id}.${'a'.repeat(22)}.${'b'.repeat(43)}`],
    ['names another table key', () => `USER#${user.id}.${'a'.repeat(22)}.${'b'.repeat(43)}`],
  ])('do not begin with what %s', async (_, token) => {
    expect(await refreshed(token())).toBe('unauthenticated');
  });

  it('end with their time', async () => {
    const { refreshToken } = await sessions.signIn(user.email, PASSWORD);
    const [session] = (await standing(user.id)).sessions;
    await store.put({ ...session, expiresAt: Math.floor(now / 1000) - 1 });

    expect(await refreshed(refreshToken)).toBe('unauthenticated');
  });

  it('end with the password', async () => {
    const { refreshToken } = await sessions.signIn(user.email, PASSWORD);
    await changePassword({ users, accounts, attempts }, user, { current: PASSWORD, next: 'another one' });

    expect(await refreshed(refreshToken)).toBe('unauthenticated');
    await expect(sessions.signIn(user.email, PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await sessions.signIn(user.email, 'another one')).toHaveProperty('accessToken');
  });

  it('do not begin without a password', async () => {
    const { passwordHash: _, ...without } = user;
    await store.put({ pk: `USER#${user.id}`, sk: 'USER', ...without });

    for (const password of ['', PASSWORD])
      await expect(sessions.signIn(user.email, password)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('make a hash anew that was made with less work', async () => {
    const salt = Buffer.alloc(16, 7);
    const key = scryptSync(PASSWORD, salt, 32, { N: 1024, r: 8, p: 1 });
    const passwordHash = `scrypt$1024$8$1$${salt.toString('base64')}$${key.toString('base64')}`;
    await store.put({ pk: `USER#${user.id}`, sk: 'USER', ...user, passwordHash });
    await sessions.signIn(user.email, 'wrong').catch(() => {});
    expect((await standing(user.id)).account?.passwordHash).toBe(passwordHash);

    const { refreshToken } = await sessions.signIn(user.email, PASSWORD);
    expect((await standing(user.id)).account?.passwordHash).toMatch(/^scrypt\$16384\$/);
    expect(await refreshed(refreshToken)).toMatch(user.id);
    expect(await sessions.signIn(user.email, PASSWORD)).toHaveProperty('accessToken');
  });
});

describe('the staff account of the deployment', () => {
  const ensure = (secret: unknown) =>
    ensureStaff({ users, accounts }, typeof secret === 'string' ? secret : JSON.stringify(secret));

  it('is made once, has the newest password of its secret, and is staff again', async () => {
    const email = address();
    expect(await ensure({ email, password: PASSWORD })).toBe('made');
    const made = (await users.byEmail(email))!;
    expect(made.roles).toEqual(['staff']);
    await users.setRoles(made, ['customer']);

    expect(await ensure({ email, password: PASSWORD })).toBe('there already');
    expect((await users.byEmail(email))!.roles).toEqual(['customer', 'staff']);
    expect(await ensure({ email, password: 'a newer one' })).toMatch('set anew');
    expect(await sessions.signIn(email, 'a newer one')).toHaveProperty('accessToken');
    const types = (await standing(made.id)).events.map(({ type }) => type);
    expect(types).toEqual(['user.created', 'password.changed']);
  });

  it('is none for "none"', async () => {
    const before = await store.scan();
    expect(await ensure('none')).toBe('none is asked for');
    expect(await store.scan()).toEqual(before);
  });

  it('is not the account of somebody who has registered', async () => {
    await expect(ensure({ email: user.email, password: PASSWORD })).rejects.toThrow(/registered/);
    expect((await standing(user.id)).account).toEqual(expect.objectContaining({ roles: ['customer'] }));
  });

  it.each([
    ['no JSON', 'hunter2hunter2'],
    ['no address', { password: 'hunter2hunter2' }],
    ['a short password', { email: 'staff@example.com', password: 'hunter2' }],
    ['unknown fields', { email: 'staff@example.com', password: 'hunter2hunter2', role: 'root' }],
  ])('is refused with %s, without a word of the secret', async (_, secret) => {
    const rejection = await ensure(secret).then(String, (thrown: Error) => `${thrown} ${thrown.cause}`);
    expect(rejection).toMatch(/StaffAccount/);
    expect(rejection).not.toMatch(/hunter2|staff@/);
  });
});
