import { consumer } from '../../platform/consumer.ts';
import { makeNotificationRepository } from '../composition.ts';
import { EmailSender } from '../email-sender.ts';
import { sesMailer } from '../mailer.ts';
import { Notifier } from '../notifier.ts';

const notifications = makeNotificationRepository();
const notifier = new Notifier(notifications, new EmailSender({ notifications, mailer: sesMailer() }));

/** What became of an order -> an email to its customer, who may have chosen not to get any. */
export const handler = consumer({
  'order.confirmed': (event) => notifier.orderConfirmed(event),
  'order.cancelled': (event) => notifier.orderCancelled(event),
});
