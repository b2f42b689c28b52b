import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../functions/contracts/limits.ts';
import { CHOOSING, linkVerifier, signLink } from '../../functions/platform/account-link.ts';
import { Accounts } from '../../functions/users/accounts.ts';
import { AttemptRepository } from '../../functions/users/attempt-repository.ts';
import { changePassword } from '../../functions/users/change-password.ts';
import { changeProfile } from '../../functions/users/change-profile.ts';
import { EmailRepository } from '../../functions/users/email-repository.ts';
import { MailQuotaRepository } from '../../functions/users/mail-quota-repository.ts';
import { openEmailLink } from '../../functions/users/open-email-link.ts';
import { UserRepository } from '../../functions/users/repository.ts';
import { requestPasswordLink } from '../../functions/users/request-password-link.ts';
import { SessionRepository } from '../../functions/users/session-repository.ts';
import { Sessions } from '../../functions/users/sessions.ts';
import { setPassword } from '../../functions/users/set-password.ts';
import { addressesOf, toUserView, type User } from '../../functions/users/user.ts';
import { accountLinks } from '../support/account-links.ts';
import { serviceTable } from '../support/service-table.ts';

// What takes the time of a hash in earnest is tested where passwords are: here are hundreds of sign-ins.
vi.mock('../../functions/users/password.ts', () => ({
  hashPassword: async (password: string) => `hash of ${password}`,
  verifyPassword: async (password: string, hash: string | undefined) => hash === `hash of ${password}`,
  isOutgrown: () => false,
}));

const PASSWORD = 'correct horse battery';
const STOLEN = 'the thief chooses this';
const address = () => `${randomUUID()}@example.com`;

let store: Awaited<ReturnType<typeof serviceTable>>;
let links: Awaited<ReturnType<typeof accountLinks>>;
let users: UserRepository;
let accounts: Accounts;
let attempts: AttemptRepository;
let emails: EmailRepository;
let quota: MailQuotaRepository;
let sessions: Sessions;
let user: User;

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  store = await serviceTable();
  links = await accountLinks(store);
  users = new UserRepository(store.table);
  quota = new MailQuotaRepository(store.table);
  accounts = new Accounts(users, quota);
  attempts = new AttemptRepository(store.table);
  emails = new EmailRepository(store.table);
  const issuer = { key: links.key, issuer: 'i', audience: 'a' };
  sessions = new Sessions({ users, attempts, sessions: new SessionRepository(store.table), issuer });
});
afterAll(() => store.drop());
beforeEach(async () => {
  user = await accounts.register({ name: 'Ada', email: address(), password: PASSWORD });
  await open(await links.confirming(user.id, user.email));
});

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (thrown) => thrown.code ?? String(thrown),
  );
const profiles = () => ({ accounts, attempts, emails, quota });
const ask = (email: string, current: string | undefined = PASSWORD, holder = user) =>
  changeProfile(profiles(), holder, { email, current });
const open = (token: string) => openEmailLink({ users, emails, verify: links.verify }, token);
const now = async (id = user.id) => (await users.get(id))!;
const confirm = async (email: string, id = user.id) => open(await links.confirming(id, email));
const undo = async (email: string) => open(await links.undoing(user.id, email));
const signIn = (email: string, password: string) => code(sessions.signIn(email, password));
const newPassword = (current: string, next: string, holder = user) =>
  changePassword({ users, accounts, attempts }, holder, { current, next });
const choose = async (password: string, token?: string) =>
  setPassword(
    { users, attempts, verify: linkVerifier(links.jwks, CHOOSING) },
    { token: token ?? (await links.choosing(user.id)), password },
  );
const typesOf = async (id = user.id) => (await links.eventsOf(id)).map(({ type }) => type);

describe('another address', () => {
  it('waits for its link, and the present one is told how to stop it', async () => {
    const email = address();
    expect(toUserView(await ask(email.toUpperCase()))).toMatchObject({
      email: user.email,
      pendingEmail: email,
    });
    expect([await signIn(email, PASSWORD), await signIn(user.email, PASSWORD)]).toEqual([
      'unauthenticated',
      'done',
    ]);
    const [told] = (await links.eventsOf(user.id)).slice(-1);
    expect(told).toMatchObject({
      type: 'email.unconfirmed',
      data: { email, undoLink: { email: user.email } },
    });

    await confirm(email);
    expect(toUserView(await now())).toEqual(expect.objectContaining({ email, emailVerified: true }));
    expect(toUserView(await now())).not.toHaveProperty('pendingEmail');
    expect([await signIn(email, PASSWORD), await signIn(user.email, PASSWORD)]).toEqual([
      'done',
      'unauthenticated',
    ]);
    const [changed] = (await links.eventsOf(user.id)).slice(-1);
    expect(changed).toMatchObject({
      type: 'user.changed',
      data: { email, emailVerified: true, undoLink: { email: user.email } },
    });
    expect(Date.parse(changed!.data.undoLink!.expiresAt) - Date.now()).toBeGreaterThan(71.9 * 60 * 60 * 1000);
  });

  it('goes with another name, which holds at once', async () => {
    const email = address();
    const after = await changeProfile(profiles(), user, { name: 'Countess', email, current: PASSWORD });
    expect(toUserView(after)).toMatchObject({ name: 'Countess', email: user.email, pendingEmail: email });
    expect((await typesOf()).slice(-2)).toEqual(['email.unconfirmed', 'user.changed']);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'without the password',
      () => changeProfile(profiles(), user, { name: 'Eve', email: address() }),
      'forbidden',
    ],
    ['with a wrong one', () => ask(address(), 'wrong'), 'forbidden'],
    ['with an empty one', () => ask(address(), ''), 'forbidden'],
    [
      'with a token from before the last password',
      () => ask(address(), PASSWORD, { ...user, epoch: 0 }),
      'unauthenticated',
    ],
  ])('is refused %s, and nothing else changes either', async (_, call, rejection) => {
    const before = await now();
    expect(await code(call())).toBe(rejection);
    expect(await now()).toEqual(before);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the same', () => changeProfile(profiles(), user, { email: user.email })],
    ['the same in capitals', () => changeProfile(profiles(), user, { email: user.email.toUpperCase() })],
  ])('that is %s changes nothing, and needs no password', async (_, call) => {
    const before = await now();
    await call();
    expect(await now()).toEqual(before);
  });

  it('counts wrong passwords with those of sign-ins', async () => {
    for (let time = 0; time < 5; time += 1) await code(ask(address(), 'wrong'));
    expect([await code(ask(address())), await signIn(user.email, PASSWORD)]).toEqual(['tooMany', 'tooMany']);
  });

  it('that is taken is told to who knows the password, as at registration, and to nobody else', async () => {
    const other = await accounts.register({ name: 'Eve', email: address(), password: PASSWORD });
    expect(await code(ask(other.email))).toBe('conflict');
    expect([await code(ask(other.email, 'wrong')), await code(ask(address(), 'wrong'))]).toEqual([
      'forbidden',
      'forbidden',
    ]);
    await ask(address());
    const third = await accounts.register({ name: 'Bea', email: address(), password: PASSWORD });
    expect(await code(ask((await now()).pending!.email, PASSWORD, third))).toBe('done');
  });

  it('that two accounts want is the one’s who confirms first', async () => {
    const email = address();
    const rival = await accounts.register({ name: 'Eve', email: address(), password: PASSWORD });
    await ask(email);
    await ask(email, PASSWORD, rival);
    const answers = await Promise.all([code(confirm(email)), code(confirm(email, rival.id))]);

    expect(answers.sort()).toEqual(['conflict', 'done']);
    const holders = (await store.scan()).filter(({ sk, ...item }) => sk === 'USER' && item.email === email);
    const claims = (await store.scan()).filter(({ pk }) => pk === `EMAIL#${email}`);
    expect(holders).toHaveLength(1);
    expect(claims).toEqual([expect.objectContaining({ userId: holders[0]!.id })]);
  });

  it('is void with the account, and neither it nor the one before stays taken', async () => {
    const [waits, had] = [address(), user.email];
    await ask(address());
    await confirm((await now()).pending!.email);
    await ask(waits);
    const token = await links.confirming(user.id, waits);
    await users.remove(await now());
    await accounts.clear(user.id);

    expect(await code(open(token))).toBe('unauthenticated');
    expect(JSON.stringify(await store.scan())).not.toContain(had);
    for (const email of [waits, had])
      expect(await code(accounts.register({ name: 'Bea', email, password: PASSWORD }))).toBe('done');
  });
});

describe('a link that confirms an address', () => {
  const expired = async (email: string) => {
    const { pending } = await now();
    const link = { userId: user.id, email, epoch: 1, change: pending!.change };
    return signLink(
      'email-link',
      { ...link, expiresAt: new Date(Date.now() - 1000).toISOString() },
      links.key,
    );
  };

  it.each<[string, (email: string, token: string) => Promise<string | undefined>]>([
    ['a newer change was asked for', async () => void (await ask(address()))],
    ['the password was changed', async () => void (await newPassword(PASSWORD, 'another one'))],
    ['the change was stopped', async () => void (await undo(user.email))],
    ['its time is over', (email) => expired(email)],
    [
      'it was sent to another address',
      async () =>
        signLink(
          'email-link',
          { userId: user.id, email: 'eve@example.com', expiresAt: new Date(Date.now() + 9e4).toISOString() },
          links.key,
        ),
    ],
    [
      'it names no change',
      async (email) =>
        signLink(
          'email-link',
          { userId: user.id, email, epoch: 1, expiresAt: new Date(Date.now() + 9e4).toISOString() },
          links.key,
        ),
    ],
    [
      'it is a password link',
      async (email) =>
        signLink(
          'password-link',
          { userId: user.id, email, epoch: 1, expiresAt: new Date(Date.now() + 9e4).toISOString() },
          links.key,
        ),
    ],
    [
      'it is for somebody else',
      async (email) =>
        signLink(
          'email-link',
          { userId: 'nobody', email, expiresAt: new Date(Date.now() + 9e4).toISOString() },
          links.key,
        ),
    ],
    ['it is no token', async () => 'garbage'],
  ])('does nothing when %s', async (_, happens) => {
    const email = address();
    await ask(email);
    const token = await links.confirming(user.id, email);
    const given = (await happens(email, token)) ?? token;
    const before = await now();

    expect(await code(open(given))).toBe('unauthenticated');
    expect(await now()).toEqual(before);
    expect(await signIn(email, PASSWORD)).toBe('unauthenticated');
  });

  it('may be opened twice', async () => {
    const email = address();
    await ask(email);
    const token = await links.confirming(user.id, email);
    await open(token);
    const before = await now();
    expect(await code(open(token))).toBe('done');
    expect(await now()).toEqual(before);
  });
});

describe('taking a change back', () => {
  /** What a thief does who has a token and the password. */
  const thefts: [string, () => Promise<string>][] = [
    [
      'who has asked only',
      async () => {
        const email = address();
        await ask(email);
        return email;
      },
    ],
    [
      'who has confirmed',
      async () => {
        const email = address();
        await ask(email);
        await confirm(email);
        return email;
      },
    ],
    [
      'who has changed the password then',
      async () => {
        const email = address();
        await ask(email);
        await confirm(email);
        await newPassword(PASSWORD, STOLEN, await now());
        return email;
      },
    ],
    [
      'who has changed the password first',
      async () => {
        const email = address();
        await newPassword(PASSWORD, STOLEN);
        await ask(email, STOLEN, await now());
        await confirm(email);
        return email;
      },
    ],
    [
      'who has moved on to a third address, and is about to go to a fourth',
      async () => {
        const [second, third] = [address(), address()];
        await ask(second);
        await confirm(second);
        await ask(third, PASSWORD, await now());
        await confirm(third);
        await ask(address(), PASSWORD, await now());
        return third;
      },
    ],
  ];

  it.each(thefts)('gives the account back by somebody %s', async (_, steal) => {
    const stolen = await steal();
    const pending = (await now()).pending?.email;
    const { refreshToken } = await sessions.signIn(
      (await now()).email,
      (await signIn((await now()).email, PASSWORD)) === 'done' ? PASSWORD : STOLEN,
    );
    await undo(user.email);

    expect(toUserView(await now())).toEqual(
      expect.objectContaining({ email: user.email, emailVerified: true }),
    );
    expect(await code(sessions.refresh(refreshToken))).toBe('unauthenticated');
    for (const email of [user.email, stolen])
      for (const password of [PASSWORD, STOLEN])
        expect(await signIn(email, password)).toMatch('unauthenticated');
    expect(await code(ask(address(), PASSWORD, user))).toBe('unauthenticated');
    if (pending) expect(await code(open(await links.confirming(user.id, pending)))).toBe('unauthenticated');
    expect((await store.scan()).filter(({ pk }) => pk === `EMAIL#${stolen}`)).toEqual([]);

    await choose('the owner again');
    expect(await signIn(user.email, 'the owner again')).toBe('done');
    await expect(undo(stolen).catch((thrown) => Promise.reject(thrown))).rejects.toThrow();
    expect((await now()).email).toBe(user.email);
  });

  /** Asks for another address with the password of now, and opens its link. */
  const move = async (email: string, holder?: User) => {
    await ask(email, PASSWORD, holder ?? (await now()));
    await confirm(email);
    return email;
  };
  const reserved = async (email: string) =>
    (await store.scan()).find(({ pk }) => pk === `EMAIL#${email}`)?.expiresAt;

  /** What a thief does to have the owner's link void; ends with opening the link of an address of the thief's own. */
  const lockouts: [string, () => Promise<unknown>][] = [
    [
      'asks for a third address',
      async () => {
        const second = await move(address());
        await ask(address(), PASSWORD, await now());
        await undo(second);
      },
    ],
    [
      'confirms a third address',
      async () => {
        const second = await move(address());
        await move(address());
        await undo(second);
      },
    ],
    [
      'asks twice before the owner’s address is gone, and twice after',
      async () => {
        await ask(address());
        const second = await move(address());
        await ask(address(), PASSWORD, await now());
        await ask(address(), PASSWORD, await now());
        await undo(second);
      },
    ],
    [
      'goes back to the second from the third, and takes that back',
      async () => {
        const second = await move(address());
        const third = await move(address());
        await move(second);
        await undo(third);
        await choose(PASSWORD);
        await ask(address(), PASSWORD, await now());
        await undo(third);
      },
    ],
    [
      'takes it back when the owner has confirmed the first again',
      async () => {
        const second = await move(address());
        await move(user.email);
        await undo(second);
      },
    ],
    [
      'leaves the first once more when the owner has confirmed it again',
      async () => {
        const second = await move(address());
        await move(user.email);
        await move(address());
        await undo(second);
      },
    ],
  ];

  it.each(lockouts)('is the owner’s still when a thief %s', async (_, lockOut) => {
    await ask(address());
    await lockOut();
    expect((await now()).email).not.toBe(user.email);
    const [entry] = (await now()).kept!.filter(({ email }) => email === user.email);
    expect(await reserved(user.email)).toBe(entry!.until);
    const taken = accounts.register({ name: 'Eve', email: user.email, password: PASSWORD });
    expect(await code(taken)).toBe('conflict');

    const others = addressesOf(await now()).filter((email) => email !== user.email);
    await undo(user.email);
    expect(await now()).toMatchObject({ email: user.email, kept: [] });
    for (const email of others) {
      expect(await code(undo(email))).not.toBe('done');
      expect(await reserved(email)).toBeUndefined();
    }
    await choose('the owner again');
    expect(await signIn(user.email, 'the owner again')).toBe('done');
  });

  it('from a younger address gives an older one no more time than it had', async () => {
    const second = await move(address());
    const soon = Math.floor(Date.now() / 1000) + 60;
    const account = await now();
    const shorter = account.kept!.map((one) => ({ ...one, until: soon }));
    await store.put({ pk: `USER#${user.id}`, sk: 'USER', ...account, kept: shorter });
    await store.put({ pk: `EMAIL#${user.email}`, sk: 'EMAIL', userId: user.id, expiresAt: soon });
    await ask(address(), PASSWORD, await now());
    await undo(second);
    expect((await now()).kept).toEqual(shorter);
    expect(await reserved(user.email)).toBe(soon);
  });

  it('is the owner’s however many addresses came after it', async () => {
    // Changes of several days, that all can be taken back still.
    const many = Array.from({ length: LIMITS.keptAddresses - 1 }, (_, place) => ({
      email: address(),
      change: randomUUID(),
      since: place + 5,
      until: Math.floor(Date.now() / 1000) + 1000,
    }));
    const second = await move(address());
    const account = await now();
    await store.put({ pk: `USER#${user.id}`, sk: 'USER', ...account, kept: [...account.kept!, ...many] });
    expect(await code(ask(address(), PASSWORD, await now()))).toBe('tooMany');
    await undo(user.email);
    expect(await now()).toMatchObject({ email: user.email, kept: [] });
    expect(await reserved(second)).toBeUndefined();
  });

  it('works once', async () => {
    await ask(address());
    await undo(user.email);
    const before = await now();
    expect(await code(undo(user.email))).toBe('unauthenticated');
    expect(await now()).toEqual(before);
  });

  it('cannot be kept from by somebody who takes the address meanwhile', async () => {
    await ask(address());
    await confirm((await now()).pending!.email);
    const taken = accounts.register({ name: 'Eve', email: user.email, password: PASSWORD });
    expect(await code(taken)).toBe('conflict');
    const rival = await accounts.register({ name: 'Eve', email: address(), password: PASSWORD });
    expect(await code(ask(user.email, PASSWORD, rival))).toBe('conflict');
    await undo(user.email);
    expect((await now()).email).toBe(user.email);
  });

  it('is over after 72 hours, and the address is free again', async () => {
    await ask(address());
    await confirm((await now()).pending!.email);
    const token = await links.undoing(user.id, user.email);
    const past = Math.floor(Date.now() / 1000) - 1;
    const account = await now();
    await store.put({
      pk: `USER#${user.id}`,
      sk: 'USER',
      ...account,
      kept: account.kept!.map((one) => ({ ...one, until: past })),
    });
    await store.put({ pk: `EMAIL#${user.email}`, sk: 'EMAIL', userId: user.id, expiresAt: past });

    expect(await code(open(token))).toBe('unauthenticated');
    expect(await code(accounts.register({ name: 'Eve', email: user.email, password: PASSWORD }))).toBe(
      'done',
    );
    expect(await code(users.remove(await now()))).toBe('done');
    expect((await store.scan()).filter(({ pk }) => pk === `EMAIL#${user.email}`)).toHaveLength(1);
  });
});

describe('an address that nobody has verified', () => {
  let fresh: User;
  beforeEach(async () => {
    fresh = await accounts.register({ name: 'https://evil.example', email: address(), password: PASSWORD });
  });
  const forgot = (email: string) =>
    requestPasswordLink(
      { users, emails, quota, attempts: new AttemptRepository(store.table, { what: 'passwordLink' }) },
      email,
    );

  it('is announced as such, with a link', async () => {
    expect(toUserView(fresh)).toMatchObject({ emailVerified: false });
    expect((await links.eventsOf(fresh.id))[0]).toMatchObject({
      type: 'user.created',
      data: { emailVerified: false, emailLink: { epoch: 1, expiresAt: expect.any(String) } },
    });
    await confirm(fresh.email, fresh.id);
    expect(toUserView(await now(fresh.id))).toMatchObject({ emailVerified: true });
  });

  it('is told of nothing: not of a password, not of another address', async () => {
    await newPassword(PASSWORD, 'another one', fresh);
    await ask(address(), 'another one', await now(fresh.id));
    const told = (await links.eventsOf(fresh.id)).slice(1);
    expect(told.map(({ type }) => type)).toEqual(['email.unconfirmed']);
    expect(told[0]!.data).not.toHaveProperty('undoLink');
  });

  it('gets the same email again when a password link is asked for, a few times a day', async () => {
    for (let time = 0; time < 5; time += 1) await forgot(fresh.email);
    expect(await typesOf(fresh.id)).toEqual([
      'user.created',
      ...Array.from({ length: LIMITS.mailsToUnverified - 1 }, () => 'email.unconfirmed'),
    ]);
  });

  it('lets its reader take the account from who has registered with it', async () => {
    const { refreshToken } = await sessions.signIn(fresh.email, PASSWORD);
    const token = await links.confirming(fresh.id, fresh.email);
    await choose('the reader chooses', token);
    expect(await signIn(fresh.email, 'the reader chooses')).toBe('done');
    expect(await code(sessions.refresh(refreshToken))).toBe('unauthenticated');
    expect(toUserView(await now(fresh.id))).toMatchObject({ emailVerified: true });
    expect(await code(choose('once more', token))).toBe('unauthenticated');
  });

  it('and a link that has verified it chooses no password any more', async () => {
    const token = await links.confirming(fresh.id, fresh.email);
    await open(token);
    expect(await code(choose('once more', token))).toBe('unauthenticated');
  });

  it('is verified by choosing the first password of an account that staff have made', async () => {
    const made = await accounts.createWithoutPassword({ name: 'Bea', email: address() });
    const { data } = (await links.eventsOf(made.id))[0]!;
    const token = await signLink(
      'password-link',
      { ...data.passwordLink!, userId: made.id, email: made.email },
      links.key,
    );
    await choose(PASSWORD, token);
    expect(toUserView(await now(made.id))).toMatchObject({ emailVerified: true });
    expect((await typesOf(made.id)).slice(1)).toEqual(['user.changed', 'password.changed']);
  });

  it.each<[string, (email: string) => Promise<User>]>([
    ['registers', (email) => accounts.register({ name: 'Bea', email, password: PASSWORD })],
    ['is registered', (email) => accounts.createWithoutPassword({ name: 'Bea', email })],
  ])(
    'gets few emails a day from accounts that come and go, and an account when its reader %s',
    async (_, make) => {
      const email = address();
      const hasLink = async ({ id }: User) => {
        const { data } = (await links.eventsOf(id))[0]!;
        return Boolean(data.emailLink ?? data.passwordLink);
      };
      const sent = [];
      for (let time = 0; time < LIMITS.mailsToUnverified; time += 1) {
        const made = await accounts.register({ name: 'Eve', email, password: PASSWORD });
        sent.push(await hasLink(made));
        await users.remove(made);
      }
      const made = await make(email);
      expect([...sent, await hasLink(made)]).toEqual([true, true, true, false]);
      const again = accounts.register({ name: 'Eve', email, password: PASSWORD });
      expect(await code(again)).toBe('conflict');

      const tomorrow = Date.now() + 24 * 60 * 60 * 1000;
      const later = { users, emails, quota: new MailQuotaRepository(store.table, () => tomorrow) };
      await requestPasswordLink(
        { ...later, attempts: new AttemptRepository(store.table, { what: 'passwordLink' }) },
        email,
      );
      const told = (await links.eventsOf(made.id)).at(-1)!;
      expect(told.data.emailLink ?? told.data.passwordLink).toBeDefined();
    },
  );

  it('is found out to be somebody’s or nobody’s as often as an account can ask for addresses', async () => {
    const known = await accounts.register({ name: 'Eve', email: address(), password: PASSWORD });
    const answers = [];
    for (let time = 0; time < LIMITS.addressChanges; time += 1) answers.push(await code(ask(known.email)));
    expect(new Set(answers)).toEqual(new Set(['conflict']));
    expect([await code(ask(known.email)), await code(ask(address()))]).toEqual(['tooMany', 'tooMany']);
    // The password was right each time.
    expect(await signIn(user.email, PASSWORD)).toBe('done');
  });

  it('gets few emails a day from many accounts at once', async () => {
    const email = address();
    const crowd = await Promise.all(
      Array.from({ length: 6 }, () =>
        accounts.register({ name: 'Eve', email: address(), password: PASSWORD }),
      ),
    );
    const answers = await Promise.all(crowd.map((each) => code(ask(email, PASSWORD, each))));
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(LIMITS.mailsToUnverified);
    expect(answers.filter((answer) => answer === 'tooMany')).toHaveLength(3);
  });

  it('is one of few a day for one account', async () => {
    const answers = [];
    for (let time = 0; time < LIMITS.addressChanges + 1; time += 1) answers.push(await code(ask(address())));
    expect(answers.slice(-2)).toEqual(['done', 'tooMany']);
  });
});

describe('an account from before addresses were verified', () => {
  it('counts as verified', async () => {
    const { emailVerified: _, ...old } = await now();
    await store.put({ pk: `USER#${user.id}`, sk: 'USER', ...old });
    expect(toUserView(await now())).toMatchObject({ emailVerified: true });
    await newPassword(PASSWORD, 'another one');
    expect((await typesOf()).at(-1)).toBe('password.changed');
  });
});
