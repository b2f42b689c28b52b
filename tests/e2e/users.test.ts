import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { keyText } from '../../functions/platform/key.ts';
import { Table } from '../../functions/platform/table.ts';
import { Accounts } from '../../functions/users/accounts.ts';
import { UserRepository } from '../../functions/users/repository.ts';
import { answerOf } from '../../ops/shop-driver/answer.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { clientConfig, until } from '../support/engine.ts';
import { linkMailedTo, mailTo, openLinkMailedTo } from '../support/mailbox.ts';
import { partitionOf, scanService, shopOutputs } from '../support/outputs.ts';
import { untraced } from '../support/untraced.ts';

const { api, staff: staffCredentials, tables } = shopOutputs();
const shop = new ShopDriver(api);
const PASSWORD = 'correct horse battery';

/** Somebody new, with their tokens. */
async function somebody() {
  const credentials = { email: `${randomUUID()}@example.com`, password: PASSWORD };
  const { data: user } = await shop.client.registerUser({
    body: { name: 'Ada', ...credentials },
    throwOnError: true,
  });
  const { data: tokens } = await shop.client.createToken({ body: credentials, throwOnError: true });
  const call = (route: string, body?: unknown, token = tokens.accessToken) => {
    const [method, path] = route.split(' ');
    return shop.call(`${method} /users/${user.id}${path ?? ''}`, { token, body });
  };
  return { ...credentials, id: user.id, tokens, call };
}
const refresh = async (refreshToken: string) =>
  answerOf(await shop.client.refreshToken({ body: { refreshToken } }));
const signIn = async (email: string, password: string) =>
  answerOf(await shop.client.createToken({ body: { email, password } }));
const about = async (id: string) =>
  (await scanService('users')).filter(({ pk, userId }) => pk === `USER#${id}` || userId === id);
const contactOf = async (id: string) =>
  (await partitionOf('notifications', keyText('USER', id)))[0] as
    | { email?: string; preferences?: { locale: string } }
    | undefined;

describe('a user', () => {
  it('is welcomed, and others learn of every change', async () => {
    const ada = await somebody();
    const email = `${randomUUID()}@Example.com`;
    await until(async () => (await mailTo(ada.email)).length === 1, { what: 'the welcome email' });
    const preferences = { orderEmails: false, newsEmails: true, locale: 'de-AT', timeZone: 'Europe/Vienna' };
    await openLinkMailedTo(ada.email, shop.client);
    expect(await ada.call('PATCH', { name: ' Zoe\u0308 👩‍💻 ', email, current: PASSWORD })).toMatchObject({
      status: 202,
      body: { id: ada.id, name: 'Zoe\u0308 👩‍💻', email: ada.email, pendingEmail: email.toLowerCase() },
    });
    expect((await signIn(ada.email, PASSWORD)).status).toBe(200);
    await openLinkMailedTo(email.toLowerCase(), shop.client);
    expect((await ada.call('PUT /preferences', preferences)).body).toEqual(preferences);
    expect((await ada.call('GET /preferences')).body).toEqual(preferences);
    expect((await signIn(ada.email, PASSWORD)).status).toBe(401);
    expect((await signIn(email, PASSWORD)).status).toBe(200);

    await until(async () => (await contactOf(ada.id))?.preferences?.locale === 'de-AT', {
      what: 'notifications to know the preferences',
    });
    await until(async () => (await contactOf(ada.id))?.email === email.toLowerCase(), {
      what: 'notifications to know the address',
    });
  });

  it('has sessions that end with a stolen token, a sign-out, a new password', async () => {
    const ada = await somebody();
    const [second, third, fourth] = (await Promise.all([1, 2, 3].map(() => signIn(ada.email, PASSWORD)))).map(
      ({ body }) => body.refreshToken,
    );
    const next = await refresh(ada.tokens.refreshToken);
    expect(next.status).toBe(200);
    expect(decodeJwt(next.body.accessToken).auth_time).toBe(decodeJwt(ada.tokens.accessToken).auth_time);
    expect((await refresh(ada.tokens.refreshToken)).body.refreshToken).toBe(next.body.refreshToken);
    const newest = await refresh(next.body.refreshToken);
    expect((await refresh(ada.tokens.refreshToken)).status).toBe(401);
    expect((await refresh(newest.body.refreshToken)).status).toBe(401);

    const revoked = await Promise.all(
      [second!, 'garbage'].map((refreshToken) => shop.client.revokeToken({ body: { refreshToken } })),
    );
    expect(revoked.map(({ response }) => response?.status)).toEqual([204, 204]);
    expect((await refresh(second!)).status).toBe(401);

    const renewed = await refresh(third!);
    expect((await ada.call('PUT /password', { current: 'wrong', next: 'a newer one' })).status).toBe(422);
    expect((await ada.call('PUT /password', { current: PASSWORD, next: 'a newer one' })).status).toBe(204);
    for (const token of [renewed.body.refreshToken, fourth!]) expect((await refresh(token)).status).toBe(401);
    expect((await signIn(ada.email, PASSWORD)).status).toBe(401);
    expect((await signIn(ada.email, 'a newer one')).status).toBe(200);
  });

  it('waits after five wrong passwords, and so does nobody', async () => {
    const ada = await somebody();
    const tries = async (email: string) => {
      const answers = [];
      for (let time = 0; time < 6; time += 1) answers.push(await signIn(email, 'wrong'));
      return answers;
    };
    const [known, unknown] = await Promise.all([tries(ada.email), tries(`${randomUUID()}@example.com`)]);

    expect(known.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(Number(known[5]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(known.map(({ body }) => untraced(body))).toEqual(unknown.map(({ body }) => untraced(body)));
    expect((await signIn(ada.email, PASSWORD)).status).toBe(429);
  });

  it('gets a role from staff, which holds from the next token on', async () => {
    const [ada, staff] = await Promise.all([somebody(), shop.staff(staffCredentials)]);
    const found = await staff.client.findUsers({ query: { email: ada.email }, throwOnError: true });
    expect(found.data.items).toMatchObject([{ id: ada.id, roles: ['customer'] }]);
    const roles: ('customer' | 'staff')[] = ['customer', 'staff'];
    const given = await staff.client.putRoles({ path: { id: ada.id }, body: { roles } });

    expect(given.data).toMatchObject({ roles });
    expect((await ada.call('PUT /roles', { roles: ['staff'] })).status).toBe(403);
    const { body: tokens } = await refresh(ada.tokens.refreshToken);
    expect((await ada.call('PUT /roles', { roles: ['customer'] }, tokens.accessToken)).status).toBe(422);
    expect((await staff.call(`PUT /users/${staff.id}/roles`, { body: { roles: ['oncall'] } })).status).toBe(
      422,
    );
  });
});

describe('an account that was stolen', () => {
  it('is brought back from the address that it had', async () => {
    const ada = await somebody();
    const stolen = `${randomUUID()}@example.com`;
    await openLinkMailedTo(ada.email, shop.client);
    expect((await ada.call('PATCH', { email: stolen })).status).toBe(403);
    expect((await ada.call('PATCH', { email: stolen, current: PASSWORD })).status).toBe(202);
    await openLinkMailedTo(stolen, shop.client);
    expect((await ada.call('PUT /password', { current: PASSWORD, next: 'the thief’s own' })).status).toBe(
      204,
    );
    const told = (subject: string) =>
      until(async () => (await mailTo(ada.email)).find((mail) => mail.subject === subject), {
        what: `the email "${subject}"`,
      });
    await told('The email address of your account is to be changed');
    const { text } = await told('The email address of your account was changed');
    const [url = ''] = /^http\S+#\S+$/m.exec(text) ?? [];
    expect((await fetch(url)).headers.get('content-security-policy')).toContain("default-src 'none'");

    const [, token = ''] = url.split('#');
    expect((await shop.client.openEmailLink({ body: { token } })).response?.status).toBe(204);
    const { text: choose } = await told('Choose a new password');
    const [, link = ''] = /#([\w.-]+)$/m.exec(choose) ?? [];
    const body = { token: link, password: 'the owner again' };
    expect((await shop.client.setPassword({ body })).response?.status).toBe(204);
    const answers = [await signIn(stolen, 'the thief’s own'), await signIn(ada.email, 'the thief’s own')];
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect((await signIn(ada.email, 'the owner again')).status).toBe(200);
    const changed = (await mailTo(stolen)).filter(({ subject }) => subject === 'Your password was changed');
    expect(changed).toHaveLength(1);
  });
});

describe('a password by a link', () => {
  const set = async (token: string, password: string) =>
    answerOf(await shop.client.setPassword({ body: { token, password } }));
  const ask = async (email: string) => answerOf(await shop.client.requestPasswordLink({ body: { email } }));
  const own = () => new UserRepository(new Table(tables.users, new DynamoDBClient(clientConfig())));

  it('is chosen by the owner of an account that somebody else has made, once', async () => {
    const email = `${randomUUID()}@example.com`;
    await new Accounts(own()).createWithoutPassword({ name: 'Bea', email });
    expect((await signIn(email, PASSWORD)).status).toBe(401);

    const token = await linkMailedTo(email);
    expect((await set(token, PASSWORD)).status).toBe(204);
    expect((await signIn(email, PASSWORD)).status).toBe(200);
    expect((await set(token, 'a thief chooses')).status).toBe(401);
    expect((await signIn(email, PASSWORD)).status).toBe(200);
    expect(JSON.stringify(await scanService('users'))).not.toContain(token.split('.')[2]);
  });

  it('is chosen anew by who has forgotten it, and ends every session', async () => {
    const ada = await somebody();
    const asked = await ask(ada.email.toUpperCase());
    const unknown = await ask(`${randomUUID()}@example.com`);
    expect([asked.status, unknown.status]).toEqual([202, 202]);
    expect(asked.body).toEqual(unknown.body);

    const token = await linkMailedTo(ada.email);
    expect((await set(token, 'a newer one')).status).toBe(204);
    expect((await refresh(ada.tokens.refreshToken)).status).toBe(401);
    expect((await signIn(ada.email, PASSWORD)).status).toBe(401);
    expect((await signIn(ada.email, 'a newer one')).status).toBe(200);
  });

  it('is chosen on a page that the link opens', async () => {
    const { email } = await somebody();
    await openLinkMailedTo(email, shop.client);
    await ask(email);
    const { text } = await until(
      async () => (await mailTo(email)).find(({ subject }) => subject === 'Choose a new password'),
      { what: 'the email with the link' },
    );
    const [url = ''] = /^http\S+#\S+$/m.exec(text) ?? [];
    const page = await fetch(url);

    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(url.startsWith(`${api}/auth/password#`)).toBe(true);
    expect(await page.text()).toContain('autocomplete="new-password"');
  });
});

describe('the right to be forgotten', () => {
  it('leaves no name, no address and no session anywhere, and the orders', async () => {
    const ada = await somebody();
    await ada.call('PATCH', { name: 'Countess of Lovelace' });
    await until(() => contactOf(ada.id), { what: 'notifications to know the user' });

    expect((await ada.call('DELETE')).status).toBe(204);
    expect((await about(ada.id)).map(({ event }) => (event as { type: string }).type)).toEqual([
      'user.deleted',
    ]);
    expect((await ada.call('GET')).status).toBe(404);
    expect((await refresh(ada.tokens.refreshToken)).status).toBe(401);
    expect((await signIn(ada.email, PASSWORD)).status).toBe(401);
    await until(async () => !JSON.stringify(await contactOf(ada.id)).includes(ada.email), {
      what: 'notifications to forget the address',
    });
    const again = { name: 'Bea', email: ada.email, password: PASSWORD };
    expect((await shop.client.registerUser({ body: again })).response?.status).toBe(201);
  });

  it('is completed by its event when the function died after the transaction', async () => {
    const ada = await somebody();
    const users = new UserRepository(new Table(tables.users, new DynamoDBClient(clientConfig())));
    await users.remove((await users.get(ada.id))!);

    await until(async () => (await about(ada.id)).length === 1, { what: 'the rest to be cleared' });
    expect(JSON.stringify(await about(ada.id))).not.toContain(ada.email);
  });
});
