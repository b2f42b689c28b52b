import { randomUUID } from 'node:crypto';
import { exportPKCS8, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as auth from '../../functions/contracts/http/auth.ts';
import type { Operation } from '../../functions/contracts/http/operation.ts';
import * as users from '../../functions/contracts/http/users.ts';
import { DEFAULT_PREFERENCES } from '../../functions/contracts/preferences.ts';
import { Accounts } from '../../functions/users/accounts.ts';
import { UserRepository } from '../../functions/users/repository.ts';
import { badBodies } from '../support/bad-bodies.ts';
import { BAD_ADDRESSES, BAD_NAMES, BAD_PASSWORDS, GOOD_NAMES } from '../support/bad-user-data.ts';
import { type ServiceAnswer, type ServiceCall, serviceApi } from '../support/service-api.ts';
import { serviceTable } from '../support/service-table.ts';

const key = vi.hoisted(() => ({ privateKey: '', kid: 'k' }));
vi.mock('../../functions/users/holdings.ts', () => ({
  makeHoldings: () => ({ close: async () => {}, reopen: async () => {} }),
}));
vi.mock('sst/resource', () => ({ Resource: { AuthSigningKey: key } }));

const PASSWORD = 'correct horse battery';
const FILES = {
  register: [users.registerUser, 'register-user'],
  find: [users.findUsers, 'find-users'],
  get: [users.getUser, 'get-user'],
  change: [users.changeUser, 'change-user'],
  remove: [users.deleteUser, 'delete-user'],
  getPreferences: [users.getPreferences, 'get-preferences'],
  putPreferences: [users.putPreferences, 'put-preferences'],
  putPassword: [users.putPassword, 'put-password'],
  putRoles: [users.putRoles, 'put-roles'],
  signIn: [auth.createToken, 'create-token'],
  refresh: [auth.refreshToken, 'refresh-token'],
  revoke: [auth.revokeToken, 'revoke-token'],
  askForLink: [auth.requestPasswordLink, 'request-password-link'],
  setPassword: [auth.setPassword, 'set-password'],
} satisfies Record<string, [Operation, string]>;
type Name = keyof typeof FILES;

let store: Awaited<ReturnType<typeof serviceTable>>;
let api: Awaited<ReturnType<typeof serviceApi>>;
const call = {} as Record<Name, (call?: ServiceCall) => Promise<ServiceAnswer>>;
const ada = { id: '', email: `${randomUUID()}@example.com`, token: '' };
let staff: string;
let staffId: string;

beforeAll(async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  key.privateKey = await exportPKCS8(privateKey);
  store = await serviceTable();
  api = await serviceApi(store.name, { PASSWORD_LINK_JWKS: JSON.stringify({ keys: [] }) });
  for (const [name, [operation, file]] of Object.entries(FILES))
    call[name as Name] = api.of(operation, await import(`../../functions/users/api/${file}.ts`));
  const { body } = await call.register({ body: { name: 'Ada', email: ada.email, password: PASSWORD } });
  ada.id = body.id;
  ada.token = await api.token('customer', ada.id);
  const accounts = new Accounts(new UserRepository(store.table));
  const given = { name: 'Staff', email: `${randomUUID()}@example.com`, password: PASSWORD };
  staffId = (await accounts.register({ ...given, roles: ['staff'] })).id;
  staff = await api.token('staff', staffId);
});
afterAll(() => store.drop());

const own = () => ({ token: ada.token, path: { id: ada.id } });

/** Makes the calls, each of which has to be refused, and holds the table against what it was. */
async function refused(status: number, calls: (() => Promise<ServiceAnswer>)[]) {
  const before = await store.scan();
  for (const one of calls) {
    const answer = await one();
    expect({ status: answer.status, title: answer.body?.title }).toEqual({
      status,
      title: expect.any(String),
    });
  }
  expect(await store.scan()).toEqual(before);
}

const takesBody: [Name, () => object, () => ServiceCall][] = [
  ['register', () => ({ name: 'Eve', email: 'eve@example.com', password: PASSWORD }), () => ({})],
  ['change', () => ({ name: 'Eve' }), own],
  ['putPreferences', () => DEFAULT_PREFERENCES, own],
  ['putPassword', () => ({ current: PASSWORD, next: 'another pass phrase' }), own],
  ['putRoles', () => ({ roles: ['oncall'] }), () => ({ token: staff, path: { id: ada.id } })],
  ['signIn', () => ({ email: ada.email, password: PASSWORD }), () => ({})],
  ['refresh', () => ({ refreshToken: 'x' }), () => ({})],
  ['revoke', () => ({ refreshToken: 'x' }), () => ({})],
  ['askForLink', () => ({ email: ada.email }), () => ({})],
  ['setPassword', () => ({ token: 'x', password: PASSWORD }), () => ({})],
];

describe.each(takesBody)('%s', (name, good, base) => {
  it.each(badBodies({}).map(([what], index) => [what, index] as const))(
    'refuses %s, and nothing is written',
    async (_, index) => {
      const [, bad, status] = badBodies(good())[index]!;
      await refused(status, [() => call[name]({ ...base(), ...bad })]);
    },
  );
});

describe('what people say of themselves', () => {
  const register = (change: object) => () =>
    call.register({ body: { name: 'Eve', email: 'eve@example.com', password: PASSWORD, ...change } });
  const change = (body: object) => () => call.change({ ...own(), body });

  it.each(BAD_NAMES)('is no name with %s', (_, name) => refused(400, [register({ name }), change({ name })]));

  it.each(BAD_ADDRESSES)('is no address with %s', (_, email) =>
    refused(400, [register({ email }), change({ email }), () => call.askForLink({ body: { email } })]),
  );

  it.each(BAD_PASSWORDS)('is no password with %s', (_, password) =>
    refused(400, [
      register({ password }),
      () => call.putPassword({ ...own(), body: { current: PASSWORD, next: password } }),
      () => call.setPassword({ body: { token: 'x', password } }),
    ]),
  );

  it.each(GOOD_NAMES)('may be a name with %s', async (_, name, kept) => {
    const answer = await call.change({ ...own(), body: { name } });
    expect(answer).toMatchObject({ status: 200, body: { name: kept } });
    expect((await call.get(own())).body.name).toBe(kept);
  });

  it('is no change without one', () => refused(400, [change({})]));

  it.each([
    ['a missing field', { locale: undefined }],
    ['a word for yes', { orderEmails: 'yes' }],
    ['a number for no', { newsEmails: 0 }],
    ['no language', { locale: 'klingon' }],
    ['a path for a language', { locale: '../../etc' }],
    ['no time zone', { timeZone: 'Europe/Atlantis' }],
    ['an endless time zone', { timeZone: 'x'.repeat(10_000) }],
    ['half a character', { locale: '\ud83e' }],
  ])('is no preference with %s', (_, wrong) =>
    refused(400, [() => call.putPreferences({ ...own(), body: { ...DEFAULT_PREFERENCES, ...wrong } })]),
  );

  it.each([
    ['none', []],
    ['an unknown one', ['root']],
    ['one twice', ['staff', 'staff']],
    ['more than there are', ['customer', 'staff', 'oncall', 'customer']],
    ['a text', 'staff'],
    ['null', [null]],
    ['an inherited one', ['toString']],
  ])('are no roles with %s', (_, roles) =>
    refused(400, [() => call.putRoles({ token: staff, path: { id: ada.id }, body: { roles } })]),
  );
});

describe('what is typed to sign in', () => {
  it.each([
    ['numbers', { email: 1, password: 2 }, 400],
    ['half a character in the address', { email: '\ud83e' }, 400],
    ['half a character in the password', { password: '\ud83e' }, 400],
    ['an endless address', { email: 'x'.repeat(255) }, 400],
    ['an endless password', { password: 'x'.repeat(129) }, 400],
  ])('is refused with %s', (_, wrong, status) =>
    refused(status, [() => call.signIn({ body: { email: ada.email, password: PASSWORD, ...wrong } })]),
  );

  it.each([
    ['nothing', { email: '', password: '' }],
    ['NUL', { email: 'ada\u0000@example.com', password: '\u0000' }],
    ['a key of the table', { email: 'USER#1', password: 'x' }],
    ['the wrong password', { email: ada.email, password: 'wrong' }],
  ])('is an answer with %s: nobody known', async (_, body) => {
    const answer = await call.signIn({ body });
    expect(answer.status).toBe(401);
    expect(answer.body.detail).toBe('Email address or password is wrong.');
  });

  it.each([
    ['nothing', '', 400],
    ['an endless word', 'x'.repeat(257), 400],
    ['a word', 'garbage', 401],
    ['half a character', '\ud83e', 401],
    ['a key of the table', `USER#${ada.id}.${'a'.repeat(22)}.${'b'.repeat(43)}`, 401],
  ])('is no refresh token with %s', (_, refreshToken, status) =>
    refused(status, [() => call.refresh({ body: { refreshToken } })]),
  );
});

describe('what is sent to choose a password by a link', () => {
  it.each([
    ['nothing', '', 401],
    ['a word', 'garbage', 401],
    ['an endless word', 'x'.repeat(1_025), 400],
    ['half a character', '\ud83e', 400],
    ['a number', 7, 400],
    ['null', null, 400],
    ['the token of an access', 'eyJhbGciOiJub25lIn0.e30.', 401],
  ])('is no token with %s', (_, token, status) =>
    refused(status, [() => call.setPassword({ body: { token, password: PASSWORD } })]),
  );
});

describe('who may', () => {
  const everything: [Name, () => ServiceCall][] = [
    ['get', () => ({})],
    ['change', () => ({ body: { name: 'Mallory' } })],
    ['remove', () => ({})],
    ['getPreferences', () => ({})],
    ['putPreferences', () => ({ body: DEFAULT_PREFERENCES })],
    ['putPassword', () => ({ body: { current: PASSWORD, next: 'mine from now on' } })],
  ];

  it.each(everything)('%s: yourself; for anybody else, staff too, you are not there', async (name, rest) => {
    const path = { id: ada.id };
    const others = await Promise.all(
      (['customer', 'staff', 'oncall'] as const).map((role) => api.token(role)),
    );

    await refused(
      404,
      others.map((token) => () => call[name]({ ...rest(), token, path })),
    );
    await refused(404, [() => call[name]({ ...rest(), token: ada.token, path: { id: 'nobody' } })]);
    await refused(401, [() => call[name]({ ...rest(), path })]);
  });

  it.each<[Name, () => ServiceCall]>([
    ['find', () => ({ query: { email: ada.email } })],
    ['putRoles', () => ({ path: { id: ada.id }, body: { roles: ['staff'] } })],
  ])('%s: staff, nobody else', async (name, rest) => {
    const others = [ada.token, await api.token('oncall')];
    await refused(
      403,
      others.map((token) => () => call[name]({ ...rest(), token })),
    );
    await refused(401, [() => call[name](rest())]);
    expect((await call[name]({ ...rest(), token: staff })).status).toBe(200);
  });

  it('staff cannot take that role from themselves, nor give one to nobody', async () => {
    const roles = (id: string, roles: string[]) => () =>
      call.putRoles({ token: staff, path: { id }, body: { roles } });
    await refused(422, [roles(staffId, ['customer'])]);
    await refused(404, [roles('nobody', ['customer'])]);
  });

  it('a wrong current password changes nothing, names the field, and is counted', async () => {
    const email = `${randomUUID()}@example.com`;
    const { body: bea } = await call.register({ body: { name: 'Bea', email, password: PASSWORD } });
    const token = await api.token('customer', bea.id);
    const attempt = () =>
      call.putPassword({ token, path: { id: bea.id }, body: { current: 'wrong', next: 'mine from now on' } });

    const answers = [];
    for (let time = 0; time < 6; time += 1) answers.push(await attempt());
    expect(answers[0]?.body.errors).toEqual([{ pointer: '/current', detail: expect.any(String) }]);
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429]);
    const signIn = await call.signIn({ body: { email, password: PASSWORD } });
    expect(signIn.status).toBe(429);
    expect(Number(signIn.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each([
    ['find', 'no address', {}],
    ['find', 'half an address', { email: 'ada' }],
    ['find', 'an unknown parameter', { email: 'ada@example.com', name: 'Ada' }],
  ] as const)('%s with %s is refused', (name, _, query) =>
    refused(400, [() => call[name]({ token: staff, query: query as Record<string, string> })]),
  );
});
