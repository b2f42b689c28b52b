import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Operation } from '../../functions/contracts/http/operation.ts';
import * as users from '../../functions/contracts/http/users.ts';
import { DEFAULT_PREFERENCES } from '../../functions/contracts/preferences.ts';
import { Accounts } from '../../functions/users/accounts.ts';
import { UserRepository } from '../../functions/users/repository.ts';
import type { User } from '../../functions/users/user.ts';
import { type ServiceAnswer, type ServiceCall, serviceApi } from '../support/service-api.ts';
import { serviceTable } from '../support/service-table.ts';

vi.mock('../../functions/users/holdings.ts', () => ({
  makeHoldings: () => ({ close: async () => {}, reopen: async () => {} }),
}));

const PASSWORD = 'correct horse battery';
const FILES = {
  change: [users.changeUser, 'change-user'],
  remove: [users.deleteUser, 'delete-user'],
  putPreferences: [users.putPreferences, 'put-preferences'],
  putPassword: [users.putPassword, 'put-password'],
  putRoles: [users.putRoles, 'put-roles'],
} satisfies Record<string, [Operation, string]>;
type Name = keyof typeof FILES;

let store: Awaited<ReturnType<typeof serviceTable>>;
let api: Awaited<ReturnType<typeof serviceApi>>;
let repository: UserRepository;
let rpc: (event: unknown, context: never) => Promise<unknown>;
let ada: User;
const call = {} as Record<Name, (call?: ServiceCall) => Promise<ServiceAnswer>>;

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  store = await serviceTable();
  repository = new UserRepository(store.table);
  api = await serviceApi(store.name);
  for (const [name, [operation, file]] of Object.entries(FILES))
    call[name as Name] = api.of(operation, await import(`../../functions/users/api/${file}.ts`));
  rpc = (await import('../../functions/users/rpc.ts')).handler;
});
afterAll(() => store.drop());
beforeEach(async () => {
  const given = { name: 'Ada', email: `${randomUUID()}@example.com`, password: PASSWORD };
  ada = await new Accounts(repository).register({ ...given, roles: ['staff'] });
});

/** The call CreateUser of staff, as the public RPC hands it to an instance. */
async function createUser(epoch?: number): Promise<number> {
  const path = '/users.v1.UserService/CreateUser';
  const body = { name: 'Bea', email: `${randomUUID()}@example.com` };
  const request = {
    path,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)).toString('base64'),
    caller: { user: { id: ada.id, roles: ['staff'], ...(epoch !== undefined && { epoch }) } },
  };
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 10_000 } as never;
  return ((await rpc({ rpc: request }, context)) as { status: number }).status;
}

const changes: [string, (token: string) => Promise<number>][] = [
  ['the name', (token) => made('change', { token, body: { name: 'Mallory' } })],
  ['the preferences', (token) => made('putPreferences', { token, body: DEFAULT_PREFERENCES })],
  [
    'the password',
    (token) => made('putPassword', { token, body: { current: PASSWORD, next: 'mine by now' } }),
  ],
  ['roles', (token) => made('putRoles', { token, body: { roles: ['staff', 'oncall'] } })],
  ['that there is an account', (token) => made('remove', { token })],
];
const made = async (name: Name, given: ServiceCall) =>
  (await call[name]({ path: { id: ada.id }, ...given })).status;

/** The owner has seen that something is wrong, and has chosen a new password. */
const passwordChanged = () => repository.setPassword(ada, 'another hash');

describe('a token from before the last change of the password', () => {
  it.each(changes)('does not change %s', async (_, change) => {
    const token = await api.token('staff', ada.id, 1);
    await passwordChanged();
    const before = await store.scan();

    expect(await change(token)).toBe(401);
    expect(await store.scan()).toEqual(before);
  });

  it.each(changes)('that is of the present epoch changes %s', async (_, change) => {
    expect([200, 204]).toContain(await change(await api.token('staff', ada.id, 1)));
  });

  it.each(changes)('and one that says nothing about it does not change %s', async (_, change) => {
    const before = await store.scan();

    expect(await change(await api.token('staff', ada.id, null))).toBe(401);
    expect(await store.scan()).toEqual(before);
  });

  it('makes no account by RPC', async () => {
    expect(await createUser(1)).toBe(200);
    await passwordChanged();
    const before = await store.scan();

    expect([await createUser(1), await createUser()]).toEqual([401, 401]);
    expect(await store.scan()).toEqual(before);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a change of the name', () => repository.rename(ada, 'Mallory')],
    ['a deletion', () => repository.remove(ada)],
  ])('is too late with %s that was under way', async (_, change) => {
    await passwordChanged();
    await expect(change()).rejects.toMatchObject({ name: 'ConditionFailed' });
  });
});

describe('a token of staff', () => {
  it.each<[string, number, () => Promise<unknown>]>([
    ['who are so no more', 403, () => repository.setRoles(ada, ['customer'])],
    ['whose account is gone', 401, () => repository.remove(ada)],
  ])('%s gives no roles and makes no account', async (_, status, dismiss) => {
    const token = await api.token('staff', ada.id);
    await dismiss();

    expect(await made('putRoles', { token, body: { roles: ['staff'] } })).toBe(status);
    expect(await createUser(1)).toBe(status);
  });
});
