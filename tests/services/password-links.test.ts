import { randomUUID } from 'node:crypto';
import { exportJWK, exportPKCS8, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../functions/contracts/limits.ts';
import {
  type AccountLink,
  CHOOSING,
  type LinkKey,
  linkVerifier,
  signLink,
} from '../../functions/platform/account-link.ts';
import { Accounts } from '../../functions/users/accounts.ts';
import { AttemptRepository } from '../../functions/users/attempt-repository.ts';
import { EmailRepository } from '../../functions/users/email-repository.ts';
import { MailQuotaRepository } from '../../functions/users/mail-quota-repository.ts';
import { UserRepository } from '../../functions/users/repository.ts';
import { requestPasswordLink } from '../../functions/users/request-password-link.ts';
import { SessionRepository } from '../../functions/users/session-repository.ts';
import { Sessions } from '../../functions/users/sessions.ts';
import { setPassword } from '../../functions/users/set-password.ts';
import type { User } from '../../functions/users/user.ts';
import { serviceTable } from '../support/service-table.ts';

const PASSWORD = 'correct horse battery';
const NEXT = 'another pass phrase';
const address = () => `${randomUUID()}@example.com`;
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

let store: Awaited<ReturnType<typeof serviceTable>>;
let users: UserRepository;
let accounts: Accounts;
let attempts: AttemptRepository;
let sessions: Sessions;
let emails: EmailRepository;
let quota: MailQuotaRepository;
let key: LinkKey;
let verify: Parameters<typeof setPassword>[0]['verify'];
let user: User;

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  store = await serviceTable();
  users = new UserRepository(store.table);
  accounts = new Accounts(users);
  attempts = new AttemptRepository(store.table);
  emails = new EmailRepository(store.table);
  quota = new MailQuotaRepository(store.table);
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  key = { privateKey: await exportPKCS8(privateKey), kid: 'k' };
  verify = linkVerifier({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] }, CHOOSING);
  const issuer = { key, issuer: 'i', audience: 'a' };
  sessions = new Sessions({ users, attempts, sessions: new SessionRepository(store.table), issuer });
});
afterAll(() => store.drop());
beforeEach(async () => {
  user = await accounts.createWithoutPassword({ name: 'Ada', email: address() });
});

const eventsOf = async (id: string) =>
  (await store.scan())
    .filter(({ pk, sk }) => pk === `USER#${id}` && String(sk).startsWith('EVENT#'))
    .map(
      ({ event }) => event as { type: string; data: { passwordLink?: { epoch: number; expiresAt: string } } },
    );

/** The token that the welcome email holds, or one with something else in it. */
const token = (change: Partial<AccountLink> = {}, by = key) => {
  const { id: userId, email, epoch } = user;
  return signLink('password-link', { userId, email, epoch, expiresAt: inSeconds(60), ...change }, by);
};
const set = (given: string, password = NEXT) =>
  setPassword({ users, attempts, verify }, { token: given, password });
const signIn = (password: string) =>
  sessions.signIn(user.email, password).then(
    () => 'in',
    (thrown) => thrown.code as string,
  );

describe('an account without a password', () => {
  it('is announced with the time until when one can be chosen, and with no secret', async () => {
    const [created, ...more] = await eventsOf(user.id);
    const { passwordLink } = created!.data;

    expect(more).toEqual([]);
    expect(created!.type).toBe('user.created');
    expect(passwordLink).toEqual({ epoch: 1, expiresAt: expect.any(String) });
    const seconds = (Date.parse(passwordLink!.expiresAt) - Date.now()) / 1000;
    expect(Math.abs(seconds - LIMITS.welcomeLinkSeconds)).toBeLessThan(30);
  });

  it.each(['', PASSWORD])('takes no password: "%s"', async (password) => {
    expect(await signIn(password)).toBe('unauthenticated');
  });

  it('takes the one that its owner has chosen', async () => {
    await set(await token());
    expect([await signIn(NEXT), await signIn(PASSWORD)]).toEqual(['in', 'unauthenticated']);
  });

  it('does not take the address of somebody else', async () => {
    const again = accounts.createWithoutPassword({ name: 'Eve', email: user.email.toUpperCase() });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a link', () => {
  it('works once, and ends what was open', async () => {
    const link = await token();
    await set(link);
    const { refreshToken } = await sessions.signIn(user.email, NEXT);
    await expect(set(link, 'a third one')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await signIn(NEXT)).toBe('in');

    user = (await users.get(user.id))!;
    await set(await token(), 'a third one');
    await expect(sessions.refresh(refreshToken)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('works once when it comes five times at once', async () => {
    const link = await token();
    const passwords = Array.from({ length: 5 }, (_, index) => `${NEXT} ${index}`);
    const answers = await Promise.allSettled(passwords.map((password) => set(link, password)));

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await signIn(passwords[answers.findIndex(({ status }) => status === 'fulfilled')]!)).toBe('in');
  });

  it('lets in again who has guessed too often', async () => {
    await set(await token());
    for (let time = 0; time < 5; time += 1) await signIn('wrong');
    expect(await signIn(NEXT)).toBe('tooMany');

    user = (await users.get(user.id))!;
    await set(await token());
    expect(await signIn(NEXT)).toBe('in');
  });

  const claims = (change: JWTPayload = {}): JWTPayload => ({
    sub: user.id,
    email: user.email,
    epoch: 1,
    aud: 'password-link',
    exp: Math.floor(Date.now() / 1000) + 60,
    ...change,
  });
  const signed = async (payload: JWTPayload, alg = 'HS256', secret: Uint8Array = new Uint8Array(32)) =>
    new SignJWT(payload).setProtectedHeader({ alg, kid: 'k' }).sign(secret);
  const other = async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    return { privateKey: await exportPKCS8(privateKey), kid: 'k' };
  };

  it.each<[string, () => string | Promise<string>]>([
    ['nothing', () => ''],
    ['a word', () => 'garbage'],
    ['half a character', () => '\ud83e'],
    ['expired', () => token({ expiresAt: inSeconds(-1) })],
    ['for another user', () => token({ userId: 'nobody' })],
    ['for a key of the table', () => token({ userId: `${user.id}#` })],
    ['sent to another address', () => token({ email: 'eve@example.com' })],
    ['for an earlier password', () => token({ epoch: 0 })],
    ['for a later password', () => token({ epoch: 2 })],
    ['for half a password', () => token({ epoch: 1.5 })],
    ['signed by somebody else', async () => token({}, await other())],
    ['of an unknown key', () => token({}, { ...key, kid: 'unknown' })],
    ['with alg none', () => new UnsecuredJWT(claims()).encode()],
    ['signed by HS256', () => signed(claims())],
    ['without its signature', async () => (await token()).replace(/[^.]+$/, '')],
    ['an access token', async () => (await signedInElsewhere()).accessToken],
    ['a refresh token', async () => (await signedInElsewhere()).refreshToken],
  ])('does nothing that is %s', async (_, link) => {
    const given = await link();
    const before = await store.scan();
    await expect(set(given)).rejects.toMatchObject({
      code: 'unauthenticated',
      message: 'The link was used, has expired, or is none: ask for another.',
    });
    expect(await store.scan()).toEqual(before);
  });

  /** By the same key, so that only what it says can tell it from a link. */
  async function signedInElsewhere() {
    const email = address();
    await accounts.register({ name: 'Bea', email, password: PASSWORD });
    return sessions.signIn(email, PASSWORD);
  }

  it.each<[string, () => Promise<unknown>]>([
    [
      'the account has another address',
      () => store.put({ pk: `USER#${user.id}`, sk: 'USER', ...user, email: address() }),
    ],
    ['the account is gone', () => accounts.remove(user, Date.now() / 1000)],
    ['the password was changed', async () => set(await token(), PASSWORD)],
  ])('does nothing any more when %s', async (_, change) => {
    const link = await token();
    await change();
    await expect(set(link)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('asking for a link', () => {
  let asking: AttemptRepository;
  let now = Date.now();
  beforeAll(() => {
    asking = new AttemptRepository(store.table, { what: 'passwordLink', now: () => now });
  });
  const ask = (email: string) =>
    requestPasswordLink({ users, emails, quota, attempts: asking }, email).then(
      () => 'taken',
      (thrown) => thrown.retryAfter as number,
    );

  it('is announced with the time until when it works, and with no secret', async () => {
    expect(await ask(user.email.toUpperCase())).toBe('taken');
    const [, forgotten] = await eventsOf(user.id);
    expect(forgotten).toMatchObject({
      type: 'password.forgotten',
      data: { userId: user.id, passwordLink: { epoch: 1, expiresAt: expect.any(String) } },
    });
    expect(Object.keys(forgotten!.data.passwordLink!).sort()).toEqual(['epoch', 'expiresAt']);
  });

  it('is the same work with an account and without one', async () => {
    const get = vi.spyOn(store.table, 'get');
    const write = vi.spyOn(store.table, 'write');
    const work = [];
    for (const email of [user.email, address()]) {
      get.mockClear();
      write.mockClear();
      expect(await ask(email)).toBe('taken');
      work.push([get.mock.calls.length, write.mock.calls.length]);
    }
    expect(work).toEqual([
      [6, 1],
      [6, 1],
    ]);
  });

  it('again and again has to wait, with an account and without one; signing in does not', async () => {
    await set(await token());
    for (const email of [user.email, address()]) {
      const answers = [];
      for (let time = 0; time < 6; time += 1) answers.push(await ask(email));
      expect(answers).toEqual(['taken', 'taken', 'taken', 'taken', 'taken', 30]);
    }
    expect(await signIn(NEXT)).toBe('in');
    const asked = (await eventsOf(user.id)).filter(({ type }) => type === 'password.forgotten');
    expect(asked).toHaveLength(5);
    now += 30_000;
    expect(await ask(user.email)).toBe('taken');
  });
});
