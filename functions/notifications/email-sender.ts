import { log } from '../platform/log.ts';
import { count } from '../platform/metrics/recorder.ts';
import { ConditionFailed } from '../platform/table.ts';
import type { Contact } from './contact.ts';
import { type Mailer, NotSent } from './mailer.ts';
import type { RenderedEmail } from './rendering/email.ts';
import { CLAIM, type EmailRecord, type NotificationRepository } from './repository.ts';

/**
 * How long (ms) an email whose outcome is open is not sent again. All of a queue's own retries fall into it (five
 * within six minutes), so after it only a person's redrive brings the event back.
 */
export const UNCERTAIN_MS = 60 * 60 * 1000;

interface EmailSenderOptions {
  notifications: NotificationRepository;
  mailer: Mailer;
  now?: () => number;
}

/**
 * Sends at most one email a name: that of its event, or of the second one that an event causes. SES has no key that would make sending idempotent, so a claim is written before
 * and marked after. When a function dies in between, nobody knows whether the email went out: then it is not sent
 * again, but the event fails, ends in the dead-letter queue, and an alarm rings. Who redrives it after an hour decides
 * with that that the email is sent, at the risk of a second one.
 */
export class EmailSender {
  readonly #notifications: NotificationRepository;
  readonly #mailer: Mailer;
  readonly #now: () => number;

  constructor({ notifications, mailer, now = Date.now }: EmailSenderOptions) {
    this.#notifications = notifications;
    this.#mailer = mailer;
    this.#now = now;
  }

  /**
   * Sends the email of an event, if it was not sent, and nothing to an address that bounced for good or complained.
   *
   * @throws NotSent when SES has refused it: the claim is given back, the next attempt sends it.
   * @throws Error when an earlier attempt, or this one, left open whether it was sent.
   */
  async send(eventId: string, { email: to }: Pick<Contact, 'email'>, email: RenderedEmail): Promise<void> {
    const suppression = await this.#notifications.suppression(to);
    if (suppression) {
      count('emails_total', { outcome: 'suppressed' });
      return log.info('the address is written to no more', { reason: suppression.reason });
    }
    if (!(await this.#claim(eventId))) return;
    try {
      await this.#mailer.send(to, email);
    } catch (thrown) {
      const isRefused = thrown instanceof NotSent;
      count('emails_total', { outcome: isRefused ? 'failed' : 'uncertain' });
      if (isRefused) await this.#notifications.release(eventId);
      throw thrown;
    }
    count('emails_total', { outcome: 'sent' });
    await this.#notifications.markSent(eventId);
    log.info('email sent');
  }

  /** @returns false when the email was sent before. */
  async #claim(eventId: string): Promise<boolean> {
    const now = this.#now();
    try {
      await this.#notifications.claimEmail(eventId, now, now - UNCERTAIN_MS);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof ConditionFailed && thrown.failed.has(CLAIM))) throw thrown;
      const record = thrown.failed.get(CLAIM) as EmailRecord | undefined;
      if (record?.status === 'SENT') return false;
      throw new Error('an earlier attempt left open whether this email was sent', { cause: thrown });
    }
  }
}
