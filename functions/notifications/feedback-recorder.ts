import { log } from '../platform/log.ts';
import { count } from '../platform/metrics/recorder.ts';
import { readFeedback } from './feedback.ts';
import type { NotificationRepository } from './repository.ts';

/**
 * Records what became of emails after SES had taken them. An address that bounced for good, or whose reader complained, is written
 * to no more: whoever goes on loses the right to send
 * (https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-bounce.html).
 */
export class FeedbackRecorder {
  readonly #notifications: NotificationRepository;

  constructor(notifications: NotificationRepository) {
    this.#notifications = notifications;
  }

  /** @throws ZodError for a message that SES does not write. */
  async record(content: unknown): Promise<void> {
    const feedback = readFeedback(content);
    if (!feedback) return log.info('the mail service has found the topic');
    const { outcome: reason, detail, addresses, at } = feedback;
    const isFinal = reason === 'bounced' || reason === 'complained';
    for (const address of addresses) {
      if (isFinal) await this.#notifications.suppress(address, { reason, detail, at });
      count('email_feedback_total', { outcome: reason });
    }
    log.info('the mail service has told of an email', { outcome: reason, detail, suppressed: isFinal });
  }
}
