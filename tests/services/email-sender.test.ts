import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_PREFERENCES } from '../../functions/contracts/preferences.ts';
import { EmailSender, UNCERTAIN_MS } from '../../functions/notifications/email-sender.ts';
import { NotSent } from '../../functions/notifications/mailer.ts';
import { NotificationRepository } from '../../functions/notifications/repository.ts';
import { serviceTable } from '../support/service-table.ts';

const contact = { userId: 'u', name: 'Ada', email: 'ada@example.com', preferences: DEFAULT_PREFERENCES };
const email = { subject: 's', text: 't', html: 'h' };

describe('the post office, by what is sent and what stands in the table', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let notifications: NotificationRepository;
  let eventId: string;
  let now: number;
  let sent: number;
  /** What SES does with the next emails: takes them unless told otherwise. */
  let ses: (() => Promise<void>)[];

  beforeAll(async () => {
    store = await serviceTable();
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await store.drop();
  });
  beforeEach(() => {
    notifications = new NotificationRepository(store.table);
    [eventId, now, sent, ses] = [randomUUID(), Date.now(), 0, []];
  });

  const takes = async () => {
    sent += 1;
  };
  const mailer = { send: () => (ses.shift() ?? takes)() };
  const send = () => new EmailSender({ notifications, mailer, now: () => now }).send(eventId, contact, email);

  it('sends once, however often the event comes', async () => {
    await send();
    await send();
    await Promise.all([send(), send()]);

    expect(sent).toBe(1);
  });

  it('sends once when the event comes many times at once; who is too early comes again', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 5 }, send));
    await send();

    expect(sent).toBe(1);
    expect(answers.some((answer) => answer.status === 'fulfilled')).toBe(true);
  });

  it('sends with the next attempt what SES has refused', async () => {
    ses = [() => Promise.reject(new NotSent()), () => Promise.reject(new NotSent())];

    await expect(send()).rejects.toBeInstanceOf(NotSent);
    await expect(send()).rejects.toBeInstanceOf(NotSent);
    await send();
    expect(sent).toBe(1);
  });

  it('sends nothing to an address that bounced for good, however it is written, until that is taken back', async () => {
    await notifications.suppress('ADA@example.com', {
      reason: 'bounced',
      detail: 'NoEmail',
      at: '2026-11-27T08:00:01Z',
    });
    await send();
    await new EmailSender({ notifications, mailer }).send(randomUUID(), { email: 'bea@example.com' }, email);

    expect(sent).toBe(1);
    expect(await notifications.suppression(contact.email)).toMatchObject({
      reason: 'bounced',
      detail: 'NoEmail',
    });
    await notifications.liftSuppression(contact.email);
    await send();
    expect(sent).toBe(2);
  });

  const lostAnswer = async () => {
    await takes();
    throw new Error('the connection broke');
  };
  /** The claim is written; then the function is gone. */
  const diesBeforeSending = () => new Promise<void>(() => {});

  it.each([
    ['dies before it sends', () => ses.push(diesBeforeSending), 0],
    ['loses the answer of SES', () => ses.push(lostAnswer), 1],
    [
      'dies between sending and remembering',
      () => vi.spyOn(notifications, 'markSent').mockRejectedValueOnce(new Error('killed')),
      1,
    ],
  ])('that %s does not send again by itself, but says so', async (_, prepare, expected) => {
    prepare();
    await Promise.race([send().catch(() => {}), claimed()]);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      now += UNCERTAIN_MS / 4;
      await expect(send()).rejects.toThrow(/left open whether/);
    }

    expect(sent).toBe(expected);
  });

  it('sends when a person brings the event back after an hour', async () => {
    ses = [lostAnswer];
    await send().catch(() => {});
    now += UNCERTAIN_MS + 1;
    await send();
    now += UNCERTAIN_MS + 1;
    await send();

    expect(sent).toBe(2);
  });

  it('keeps neither the address nor the text', async () => {
    await send();

    const record = (await store.scan()).find((item) => item.pk === `EMAIL#${eventId}`);
    expect(Object.keys(record ?? {}).sort()).toEqual(['at', 'claim', 'expiresAt', 'pk', 'sk', 'status']);
  });

  /** Resolves once the claim stands in the table. */
  const claimed = () =>
    vi.waitUntil(async () => (await store.scan()).some((item) => item.pk === `EMAIL#${eventId}`), {
      timeout: 5_000,
    });
});
