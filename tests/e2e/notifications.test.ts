import { randomUUID } from 'node:crypto';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { bounce } from '../../functions/notifications/test-feedback.ts';
import { newId } from '../../functions/platform/id.ts';
import { keyText } from '../../functions/platform/key.ts';
import { newEvent } from '../../functions/platform/test-event.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { suppressions } from '../../ops/suppressions/command.ts';
import { clientConfig, until } from '../support/engine.ts';
import { publishEvent } from '../support/events.ts';
import { linkMailedTo, mailTo, openLinkMailedTo } from '../support/mailbox.ts';
import { partitionOf, scanService, shopOutputs } from '../support/outputs.ts';
import { printedBy } from '../support/printed.ts';
import { isEmpty, queueUrl } from '../support/queues.ts';
import { STAGE } from '../support/stage.ts';

const { topics } = shopOutputs();
const sqs = new SQSClient(clientConfig());

const preferences = { orderEmails: true, newsEmails: false, locale: 'en', timeZone: 'UTC' };

/** Somebody whom notifications gets to know by events alone. */
function newUser(wishes: Partial<typeof preferences> = {}) {
  const userId = newId();
  const email = `${randomUUID()}@example.com`;
  const data = { userId, name: 'Ada', email, preferences: { ...preferences, ...wishes } };
  return { userId, email, data, created: newEvent('user.created', userId, 1, data) };
}

const contactOf = async (userId: string) => (await partitionOf('notifications', keyText('USER', userId)))[0];

const orderData = (customerId: string) => ({
  orderId: newId(),
  customerId,
  // Not sold, so that demand figures of what is sold stay true to the orders.
  items: [{ sku: 'not-sold', quantity: 2, unitPrice: { amount: 4_500, currency: 'EUR' } }],
  total: { amount: 9_000, currency: 'EUR' },
});

/** Everything that was published so far has been handled: what came after it was, and nothing is left. */
async function drained(): Promise<void> {
  const last = newUser();
  const data = orderData(last.userId);
  await publishEvent(topics.users, last.created);
  await until(() => contactOf(last.userId), { what: 'the last user to be known' });
  await publishEvent(topics.orders, newEvent('order.confirmed', data.orderId, 2, data));
  await until(async () => (await mailTo(last.email)).length === 2, { what: 'the last emails' });
  await until(areEmpty, { what: 'the queues to be empty' });
}

const areEmpty = async () =>
  (await isEmpty('notifications-follow-user')) && (await isEmpty('notifications-notify-order'));

// Events about customers that nobody has heard of come again for minutes: other tests may have left some.
beforeAll(
  () => until(areEmpty, { what: 'the messages of other tests to be through', timeoutMs: 600_000 }),
  620_000,
);

describe('a customer from registration to deletion', () => {
  it('is welcomed, told about an order in the language that was chosen, and forgotten', async () => {
    const shop = new ShopDriver(shopOutputs().api);
    const credentials = { email: `${randomUUID()}@example.com`, password: randomUUID() };
    const { body: user } = await shop.call<{ id: string }>('POST /users', {
      body: { name: 'Grace', ...credentials },
    });
    const customer = await shop.signIn(credentials);
    await until(async () => (await mailTo(credentials.email)).length > 0, { what: 'the welcome email' });
    await openLinkMailedTo(credentials.email, shop.client);
    await until(async () => (await contactOf(user.id))?.emailVerified, {
      what: 'the address to be verified',
    });
    const { body: wishes } = await customer.call(`GET /users/${user.id}/preferences`);
    await customer.call(`PUT /users/${user.id}/preferences`, { body: { ...wishes, locale: 'de' } });
    await until(
      async () =>
        ((await contactOf(user.id))?.preferences as typeof preferences | undefined)?.locale === 'de',
      { what: 'the preferences to be known' },
    );
    const { body: order, headers } = await customer.order([{ sku: 'scale', quantity: 1 }]);
    await customer.settled(order.id);
    await until(async () => (await mailTo(credentials.email)).length > 1, {
      what: 'the email about the order',
    });

    expect((await mailTo(credentials.email)).map(({ subject }) => subject)).toEqual([
      'Welcome: confirm your email address',
      `Deine Bestellung ${order.id} wurde storniert`,
    ]);
    const [, mailed] = await mailTo(credentials.email);
    expect(headers.get('server-timing')).toContain(`-${mailed!.headers['X-Trace-Id']}-`);
    expect((await customer.call(`DELETE /users/${user.id}`)).status).toBeLessThan(300);
    await until(async () => (await contactOf(user.id))?.deleted, { what: 'the customer to be forgotten' });
    expect(JSON.stringify(await scanService('notifications'))).not.toContain(credentials.email);
  });
});

describe('user.created, delivered three times', () => {
  it('leaves one welcome email, and address and preferences in the table', async () => {
    const { userId, email, data, created } = newUser({ locale: 'de' });
    await publishEvent(topics.users, created, { times: 3 });

    await until(async () => (await mailTo(email)).length > 0, { what: 'the welcome email' });
    await drained();

    expect(await mailTo(email)).toMatchObject([{ from: 'shop@example.com', subject: 'Willkommen, Ada' }]);
    expect(await contactOf(userId)).toMatchObject({ name: 'Ada', email, preferences: data.preferences });
  });
});

describe('user.created of an account without a password, delivered three times', () => {
  it('leaves one email, with a link by which a password is chosen', async () => {
    const { userId, email, data } = newUser({ locale: 'de' });
    const passwordLink = { epoch: 1, expiresAt: new Date(Date.now() + 60_000).toISOString() };
    await publishEvent(topics.users, newEvent('user.created', userId, 1, { ...data, passwordLink }), {
      times: 3,
    });

    const token = await linkMailedTo(email);
    await drained();
    expect(await mailTo(email)).toMatchObject([{ subject: 'Willkommen: Wähle dein Passwort' }]);
    expect(decodeJwt(token)).toMatchObject({ sub: userId, email, epoch: 1 });
    expect(JSON.stringify(await scanService('notifications'))).not.toContain(token.split('.')[2]);
  });
});

describe('the copy of a user', () => {
  it('keeps what is newest of each part, in whatever order the events come', async () => {
    const { userId, email, created } = newUser();
    const moved = `${randomUUID()}@example.com`;
    const german = { ...preferences, locale: 'de' };
    await publishEvent(
      topics.users,
      newEvent('user.changed', userId, 3, { userId, name: 'Eve', email: moved }),
    );
    await publishEvent(
      topics.users,
      newEvent('preferences.changed', userId, 2, { userId, preferences: german }),
    );
    await drained();
    await publishEvent(topics.users, created);

    await until(async () => (await mailTo(moved)).length > 0, { what: 'the welcome email' });
    expect(await contactOf(userId)).toMatchObject({ name: 'Eve', email: moved, preferences: german });
    expect(await mailTo(email)).toEqual([]);
  });

  it('is gone with the account, also when older events come later', async () => {
    const { userId, email, data, created } = newUser();
    await publishEvent(topics.users, created);
    await until(async () => (await mailTo(email)).length > 0, { what: 'the welcome email' });
    await publishEvent(topics.users, newEvent('user.deleted', userId, 3, { userId }));
    await until(async () => (await contactOf(userId))?.deleted, { what: 'the address to be forgotten' });

    await publishEvent(topics.users, created);
    await publishEvent(topics.users, newEvent('user.changed', userId, 2, { userId, name: 'Ada', email }));
    await publishEvent(topics.orders, newEvent('order.confirmed', newId(), 2, orderData(userId)));
    await drained();

    const everything = JSON.stringify(await scanService('notifications'));
    expect(everything).toContain(userId);
    expect(everything).not.toContain(data.email);
    expect(await mailTo(email)).toHaveLength(1);
  });
});

describe('an order that was settled', () => {
  it('is told with the names that its products have by then', async () => {
    const sku = randomUUID();
    const product = (name: string) => ({ sku, name, price: { amount: 1, currency: 'EUR' } });
    const changed = newEvent('product.changed', sku, 2, product('Lever machine'));
    const created = newEvent('product.created', sku, 1, product('Machine'));
    for (const event of [changed, created]) await publishEvent(topics.inventory, event);
    const known = async () => (await partitionOf('notifications', keyText('PRODUCT', sku)))[0]?.name;
    await until(async () => (await known()) === 'Lever machine', { what: 'the product to be known' });
    const { userId, email, created: user } = newUser();
    await publishEvent(topics.users, user);
    await until(() => contactOf(userId), { what: 'the customer to be known' });
    const data = orderData(userId);
    const items = data.items.map((item) => ({ ...item, sku }));
    await publishEvent(topics.orders, newEvent('order.confirmed', data.orderId, 2, { ...data, items }));

    const told = await until(async () => (await mailTo(email)).find(({ text }) => text.includes('€90.00')), {
      what: 'the email about the order',
    });
    expect(told.text).toContain('Lever machine  2 ×');
    expect(told.html).toContain('Lever machine');
  });

  it.each([
    ['en', 'is confirmed', '€90.00'],
    ['de', 'ist bestätigt', '90,00\u00a0€'],
    ['fr', 'is confirmed', '€90.00'],
  ])('is told in the language of its customer (%s), once', async (locale, subject, amount) => {
    const { userId, email, created } = newUser({ locale });
    await publishEvent(topics.users, created);
    await until(() => contactOf(userId), { what: 'the customer to be known' });
    const data = orderData(userId);
    await publishEvent(topics.orders, newEvent('order.confirmed', data.orderId, 2, data), { times: 3 });

    const told = await until(
      async () => (await mailTo(email)).find((mail) => mail.subject.includes(subject)),
      { what: 'the email about the order' },
    );
    await drained();

    expect(told.text).toContain(amount);
    expect(told.html).toContain(amount);
    expect(await mailTo(email)).toHaveLength(2);
  });

  it('is not told to an address of which nobody has shown that they read it, until they have', async () => {
    const { userId, email, data } = newUser();
    const emailLink = { epoch: 1, expiresAt: new Date(Date.now() + 60_000).toISOString() };
    const name = 'see https://evil.example';
    const unverified = { ...data, name, emailVerified: false };
    await publishEvent(topics.users, newEvent('user.created', userId, 1, { ...unverified, emailLink }));
    await until(() => contactOf(userId), { what: 'the customer to be known' });
    await publishEvent(topics.orders, newEvent('order.confirmed', newId(), 2, orderData(userId)));
    await drained();
    expect(await mailTo(email)).toMatchObject([{ subject: 'Welcome: confirm your email address' }]);

    const verified = { userId, name, email, emailVerified: true };
    await publishEvent(topics.users, newEvent('user.changed', userId, 2, verified));
    await until(async () => (await contactOf(userId))?.emailVerified, { what: 'the address to be verified' });
    await publishEvent(topics.orders, newEvent('order.confirmed', newId(), 2, orderData(userId)));
    await drained();
    expect(await mailTo(email)).toHaveLength(2);
    expect(JSON.stringify(await mailTo(email))).not.toContain('evil');
  });

  it('is not told to a customer who does not want it', async () => {
    const { userId, email, created } = newUser({ orderEmails: false });
    await publishEvent(topics.users, created);
    await until(() => contactOf(userId), { what: 'the customer to be known' });
    const data = { ...orderData(userId), reason: { code: 'OutOfStock', message: 'There is not enough.' } };
    await publishEvent(topics.orders, newEvent('order.cancelled', data.orderId, 2, data));
    await drained();

    expect(await mailTo(email)).toHaveLength(1);
  });

  it('waits for a customer whose user.created has not come yet', async () => {
    const QueueUrl = await queueUrl('notifications-notify-order');
    const retryAfter = (VisibilityTimeout: string) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout } }));
    // A message that failed comes again after more than a minute, which is too long to wait for here.
    await retryAfter('3');
    const { userId, email, created } = newUser();
    const data = { ...orderData(userId), reason: { code: 'OutOfStock', message: 'There is not enough.' } };
    await publishEvent(topics.orders, newEvent('order.cancelled', data.orderId, 2, data));
    await publishEvent(topics.users, created);

    const subjects = await until(
      async () => {
        const mail = await mailTo(email);
        return mail.length > 1 ? mail.map((one) => one.subject) : undefined;
      },
      { what: 'both emails' },
    );
    await retryAfter('70');
    expect(subjects.sort()).toEqual(['Welcome, Ada', `Your order ${data.orderId} was cancelled`]);
  });
});

/** No engine bounces: this publishes what SES would. SES does it itself for bounce@simulator.amazonses.com. */
describe('an address that bounced', () => {
  it('is written to no more, and others are', async () => {
    const [gone, other] = [newUser(), newUser()];
    await publishEvent(topics.users, gone.created);
    await until(async () => (await mailTo(gone.email)).length === 1, { what: 'the welcome email' });
    const message = JSON.stringify(bounce(gone.email, 'Permanent', 'NoEmail'));
    await new SNSClient(clientConfig()).send(
      new PublishCommand({ TopicArn: topics.mailFeedback, Message: message }),
    );
    const told = (...words: string[]) => printedBy(suppressions, ...words, '--stage', STAGE);
    await until(async () => (await told('show', gone.email)).printed.includes('bounced (NoEmail)'), {
      what: 'the bounce to be recorded',
    });
    await publishEvent(topics.users, other.created);
    for (const { userId } of [gone, other]) {
      const data = orderData(userId);
      await publishEvent(topics.orders, newEvent('order.confirmed', data.orderId, 2, data));
    }
    await drained();

    expect(await mailTo(gone.email)).toHaveLength(1);
    expect(await mailTo(other.email)).toHaveLength(2);
    expect((await told('list')).printed).toContain('1 address gets no more emails');
    await told('lift', gone.email);
    expect((await told('show', gone.email)).printed).toBe('gets emails');
  });
});
