import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Accounts } from '../../functions/users/accounts.ts';
import { ensureStaff } from '../../functions/users/ensure-staff.ts';
import { hashPassword } from '../../functions/users/password.ts';
import { UserRepository } from '../../functions/users/repository.ts';
import type { User } from '../../functions/users/user.ts';
import { serviceTable } from '../support/service-table.ts';

const PASSWORD = 'correct horse battery';
const address = () => `${randomUUID()}@example.com`;

let store: Awaited<ReturnType<typeof serviceTable>>;
let users: UserRepository;
let accounts: Accounts;

beforeEach(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  store = await serviceTable();
  users = new UserRepository(store.table);
  accounts = new Accounts(users);
});
afterEach(() => store.drop());

/** An account as staff make it, without the work of a password, and on the staff. */
async function staff(): Promise<User> {
  const user = await accounts.createWithoutPassword({ name: 'Ada', email: address() });
  await users.setRoles(user, ['staff']);
  return { ...user, roles: ['staff'] };
}
const remove = (user: User) => accounts.remove(user, Date.now() / 1000);
const take = (from: User, by: User) => accounts.setRoles(from.id, ['customer'], by);

/** Who is on the staff, by their accounts, and by the item that transactions stand on. */
async function onStaff() {
  const items = await store.scan();
  const byAccount = items.filter(({ sk, roles }) => sk === 'USER' && (roles as string[]).includes('staff'));
  const members = (items.find(({ pk }) => pk === 'STAFF')?.members ?? []) as string[];
  expect([...members].sort()).toEqual(byAccount.map(({ id }) => id).sort());
  return members;
}

describe('a dismissed employee', () => {
  it('does not take the shop over: whoever dismissed first has won', async () => {
    const [owner, employee] = [await staff(), await staff()];
    await take(employee, owner);

    await expect(accounts.setRoles(employee.id, ['staff'], employee)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(take(owner, employee)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await onStaff()).toEqual([owner.id]);
  });

  it.each<[string, (owner: User, employee: User) => Promise<unknown>]>([
    ['dismissed', (owner, employee) => take(employee, owner)],
    ['deleted', (_, employee) => remove(employee)],
    ['given a new password', (_, employee) => users.setPassword(employee, 'another hash')],
  ])('is too late with what was under way when they were %s', async (_, end) => {
    const [owner, employee] = [await staff(), await staff()];
    await end(owner, employee);

    await expect(users.setRoles(owner, ['customer'], employee)).rejects.toMatchObject({
      name: 'ConditionFailed',
    });
    expect(await onStaff()).toContain(owner.id);
  });
});

describe('somebody is left on the staff', () => {
  const two: [string, (one: User, other: User) => Promise<unknown>[]][] = [
    ['take the role from one another', (one, other) => [take(one, other), take(other, one)]],
    ['delete their accounts', (one, other) => [remove(one), remove(other)]],
    ['dismiss the other and leave', (one, other) => [take(other, one), remove(one)]],
    ['are dismissed while the other leaves', (one, other) => [remove(one), take(one, other), remove(other)]],
  ];

  it.each(two)('when two at once %s', async (_, go) => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await staff(), await staff()];
      // Nobody but these two.
      for (const id of await onStaff()) if (![one.id, other.id].includes(id)) await take({ ...one, id }, one);

      const answers = await Promise.allSettled(go(one, other));
      const left = await onStaff();

      expect(left.length).toBeGreaterThan(0);
      expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    }
  });

  it('when many go at once, in whatever way', async () => {
    const all: User[] = [];
    for (let count = 0; count < 5; count += 1) all.push(await staff());
    await Promise.allSettled(
      all.flatMap((one, index) => [remove(one), take(all[(index + 1) % all.length]!, one), remove(one)]),
    );

    expect((await onStaff()).length).toBeGreaterThan(0);
  });

  it('since the last one cannot delete the account, and can once somebody else has the role', async () => {
    const [owner, heir] = [
      await staff(),
      await accounts.createWithoutPassword({ name: 'B', email: address() }),
    ];
    await expect(remove(owner)).rejects.toMatchObject({ code: 'conflict', message: /last one on the staff/ });
    expect(await onStaff()).toEqual([owner.id]);

    await accounts.setRoles(heir.id, ['staff'], owner);
    await remove(owner);
    expect(await onStaff()).toEqual([heir.id]);
  });

  it('also when somebody gets the role while the account is being deleted', async () => {
    const [owner, user] = [
      await staff(),
      await accounts.createWithoutPassword({ name: 'B', email: address() }),
    ];
    await accounts.setRoles(user.id, ['staff'], owner);

    await expect(users.remove(user)).rejects.toMatchObject({ name: 'ConditionFailed' });
    expect(await onStaff()).toHaveLength(2);
  });
});

describe('a redeployment', () => {
  const secret = JSON.stringify({ email: 'boss@example.com', password: PASSWORD });
  const deploy = (value = secret) => ensureStaff({ users, accounts }, value);
  const boss = async () => (await users.byEmail('boss@example.com'))!;

  it.each<[string, () => Promise<unknown>]>([
    ['was deleted', async () => users.remove(await boss(), (await users.staff())!)],
    ['is on the staff no more', async () => users.setRoles(await boss(), ['customer'])],
  ])('restores the first staff account when it %s, and nobody is left', async (_, lose) => {
    await deploy();
    await lose();
    expect(await onStaff()).toEqual([]);

    await deploy();
    expect(await onStaff()).toEqual([(await boss()).id]);
  });

  it('restores it when the rows of the staff are gone, whatever is noted of them', async () => {
    await deploy();
    const { id } = await boss();
    await store.table.write(
      (await store.scan())
        .filter(({ sk }) => sk !== 'STAFF')
        .map(({ pk, sk }) => ({ delete: { pk, sk } as never })),
    );

    expect(await deploy()).toBe('made');
    expect((await boss()).id).not.toBe(id);
  });

  it.each<[string, (heir: User) => Promise<unknown>]>([
    ['deleted', async () => remove(await boss())],
    ['dismissed', async (heir) => take(await boss(), heir)],
  ])('does not bring it back that was %s while somebody else is on the staff', async (_, end) => {
    await deploy();
    const heir = await staff();
    await end(heir);
    const before = await store.scan();

    expect(await deploy()).toBe('there already');
    expect(await store.scan()).toEqual(before);
  });

  it('leaves a password alone that its owner has changed, until the secret is another', async () => {
    await deploy();
    const passwordHash = await hashPassword('chosen by the owner');
    await users.setPassword(await boss(), passwordHash);

    expect(await deploy()).toBe('there already');
    expect((await boss()).passwordHash).toBe(passwordHash);
    await deploy(JSON.stringify({ email: 'boss@example.com', password: 'a newer secret' }));
    expect((await boss()).passwordHash).not.toBe(passwordHash);
  });
});
