import { randomUUID } from 'node:crypto';
import { exportPKCS8, generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Guesser } from '../../functions/platform/http/input.ts';
import { Accounts } from '../../functions/users/accounts.ts';
import { AttemptRepository, waitAfter } from '../../functions/users/attempt-repository.ts';
import { changePassword } from '../../functions/users/change-password.ts';
import { newChange } from '../../functions/users/change-profile.ts';
import { EmailRepository } from '../../functions/users/email-repository.ts';
import { attemptsKey, UserRepository } from '../../functions/users/repository.ts';
import { SessionRepository } from '../../functions/users/session-repository.ts';
import { Sessions } from '../../functions/users/sessions.ts';
import { setPassword } from '../../functions/users/set-password.ts';
import type { User } from '../../functions/users/user.ts';
import { serviceTable } from '../support/service-table.ts';

describe('attempts to sign in', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let now = Date.now();
  let attempts: AttemptRepository;
  const address = () => `${randomUUID()}@example.com`;
  const begin = (email: string) =>
    attempts.begin({ user: undefined, address: email }).then(
      () => 'go',
      (thrown) => thrown.retryAfter as number,
    );

  beforeAll(async () => {
    store = await serviceTable();
    attempts = new AttemptRepository(store.table, { now: () => now });
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
    const counted = { key: attemptsKey(`address ${one}`), deviceId: undefined };
    await store.table.write([attempts.forgive(counted)]);
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

describe('an account that somebody else guesses at', () => {
  const PASSWORD = 'correct horse battery';
  const NEWER = 'a newer pass phrase';
  const ATTACKER = { place: '203.0.113.9' };
  const OWNER = { place: '198.51.100.1' };
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let now: number;
  let users: UserRepository;
  let accounts: Accounts;
  let attempts: AttemptRepository;
  let sessions: Sessions;
  let ada: User;

  beforeAll(async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    store = await serviceTable();
    users = new UserRepository(store.table);
    accounts = new Accounts(users);
    attempts = new AttemptRepository(store.table, { now: () => now });
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    sessions = new Sessions({
      users,
      attempts,
      sessions: new SessionRepository(store.table),
      issuer: { key: { privateKey: await exportPKCS8(privateKey), kid: 'k' }, issuer: 'i', audience: 'a' },
    });
  });
  afterAll(() => store.drop());
  beforeEach(async () => {
    now = Date.now();
    ada = await accounts.register({ name: 'Ada', email: `${randomUUID()}@example.com`, password: PASSWORD });
  });

  const outcome = (call: Promise<unknown>) =>
    call.then(
      () => 'in' as const,
      (thrown) => (thrown.code === 'tooMany' ? (thrown.retryAfter as number) : (thrown.code as string)),
    );
  const signIn = (password: string, by: Guesser = {}) => outcome(sessions.signIn(ada.email, password, by));
  const guess = (by: Guesser = ATTACKER) => signIn('wrong', by);
  const put = (current: string, by: Guesser = {}) =>
    outcome(changePassword({ users, accounts, attempts }, ada, { current, next: NEWER }, by));
  const device = async () => (await sessions.signIn(ada.email, PASSWORD)).device!;
  /** Guesses until there is a wait. */
  const blocked = async (by?: Guesser) => {
    for (let one = 1; one <= 5; one += 1) await guess(by);
    expect(await guess(by)).toBe(30);
  };
  /** Guesses again and again. @returns how often the password was looked at. */
  async function poll(seconds: number, every = 15): Promise<number> {
    let looked = 0;
    for (let second = 0; second < seconds; second += every) {
      now += every * 1_000;
      if ((await guess()) === 'unauthenticated') looked += 1;
    }
    return looked;
  }

  it.each<[string, () => Promise<unknown>]>([
    ['sign-in', () => signIn(PASSWORD)],
    ['a change of the password', () => put(PASSWORD)],
  ])('has one count for all questions about its password: %s waits', async (_, ask) => {
    expect([await guess(), await put('wrong'), await guess(), await put('wrong'), await guess()]).toEqual([
      'unauthenticated',
      'refused',
      'unauthenticated',
      'refused',
      'unauthenticated',
    ]);
    expect(await ask()).toBe(30);
  });

  it('keeps its count when its address changes', async () => {
    await blocked();
    const email = `${randomUUID()}@example.com`;
    const emails = new EmailRepository(store.table);
    const { pending } = newChange(ada, email);
    await emails.ask(ada, ada.name, pending, undefined, []);
    await emails.confirm((await users.get(ada.id))!, pending, undefined);

    expect(await outcome(sessions.signIn(email, 'wrong', ATTACKER))).toBe(30);
  });

  it('is guessed at 12 times in two hours, however often somebody tries, and no wait grows by that', async () => {
    expect(await poll(2 * 60 * 60)).toBeLessThanOrEqual(16);
    const wait = Number(await guess());
    expect(wait).toBeLessThanOrEqual(900);
    now += 5_000;
    expect(await guess()).toBe(wait - 5);
  });

  it('lets the owner in at any moment, on a device that has signed in before', async () => {
    const known = await device();
    await blocked();
    for (let minute = 0; minute < 20; minute += 1) {
      await poll(60);
      expect(await signIn(PASSWORD, { device: known })).toBe('in');
      expect(typeof (await guess())).toBe('number');
    }
    expect(await put(PASSWORD, { device: known })).toBe('in');
  });

  it('lets the owner in who has waited, on a new device, while the attacker polls', async () => {
    for (const round of [0, 1, 2]) {
      await blocked();
      await poll(60 * (round + 1));
      const wait = await signIn(PASSWORD, OWNER);
      if (wait !== 'in') {
        now += Number(wait) * 1_000;
        expect(await guess()).not.toBe('unauthenticated');
        expect(await signIn(PASSWORD, OWNER)).toBe('in');
      }
      now += 60 * 60 * 1_000;
    }
  });

  it('lets the owner in by a link, whose answer makes the device known', async () => {
    await blocked();
    const link = {
      userId: ada.id,
      email: ada.email,
      epoch: ada.epoch,
      expiresAt: '',
      purpose: 'password-link' as const,
    };
    const known = await setPassword(
      { users, attempts, verify: async () => link },
      { token: '', password: NEWER },
    );
    await blocked();

    expect(await signIn(NEWER, { device: known })).toBe('in');
  });

  it('waits on a device too, whose count is its own', async () => {
    const known = await device();
    await blocked({ device: known });

    expect(await signIn(PASSWORD)).toBe('in');
    now += 30_000;
    expect(await signIn(PASSWORD, { device: known })).toBe('in');
    expect(await guess({ device: known })).toBe('unauthenticated');
  });

  it.each<[string, () => Promise<string>]>([
    [
      'of another account',
      async () => {
        const eve = await accounts.register({
          name: 'Eve',
          email: `${randomUUID()}@example.com`,
          password: PASSWORD,
        });
        return (await sessions.signIn(eve.email, PASSWORD)).device!;
      },
    ],
    ['with another secret', async () => `${(await device()).slice(0, -43)}${'a'.repeat(43)}`],
    ['that was never given', async () => `${ada.id}.${'a'.repeat(22)}.${'b'.repeat(43)}`],
    ['that is none', async () => 'x'],
    ['that is a refresh token', async () => (await sessions.signIn(ada.email, PASSWORD)).refreshToken],
    [
      'from before the last change of the password',
      async () => {
        const old = await device();
        await users.setPassword(ada, (await users.get(ada.id))!.passwordHash!);
        return old;
      },
    ],
  ])('takes no token of a device %s', async (_, token) => {
    const forged = await token();
    await blocked({ device: forged, ...ATTACKER });
    expect(await guess()).toBe(30);
  });

  it('keeps no token of a device in the table, and none when the account is gone', async () => {
    const known = await device();
    expect(JSON.stringify(await store.scan())).not.toContain(known.split('.')[2]);
    await accounts.remove(ada, Date.now() / 1000);
    expect((await store.scan()).filter(({ pk, event }) => String(pk).includes(ada.id) && !event)).toEqual([]);
  });
});
