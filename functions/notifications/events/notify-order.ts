import { consumer } from '../../platform/consumer.ts';
import { ownTable } from '../../platform/table.ts';
import { sesMailer } from '../mailer.ts';
import { Notifier } from '../notifier.ts';
import { PostOffice } from '../post-office.ts';
import { NotificationRepository } from '../repository.ts';

const notifications = new NotificationRepository(ownTable());
const notifier = new Notifier(notifications, new PostOffice({ notifications, mailer: sesMailer() }));

/** What became of an order -> an email to its customer, who may have chosen not to get any. */
export const handler = consumer({
  'order.confirmed': (event) => notifier.orderConfirmed(event),
  'order.cancelled': (event) => notifier.orderCancelled(event),
});
