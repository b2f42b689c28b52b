import { consumer } from '../../platform/consumer.ts';
import { ownAccountLinks } from '../account-links.ts';
import { makeNotificationRepository } from '../composition.ts';
import { EmailSender } from '../email-sender.ts';
import { sesMailer } from '../mailer.ts';
import { Notifier } from '../notifier.ts';

const notifications = makeNotificationRepository();
const notifier = new Notifier(
  notifications,
  new EmailSender({ notifications, mailer: sesMailer() }),
  ownAccountLinks(),
);

/** The events of users -> the copy of their addresses and preferences, and emails about the account. */
export const handler = consumer({
  'user.created': (event) => notifier.welcome(event),
  'user.changed': (event) => notifier.userChanged(event),
  'preferences.changed': ({ data, sequence }) =>
    notifications.keepPreferences(data.userId, data.preferences, sequence),
  'password.forgotten': (event) => notifier.passwordForgotten(event),
  'password.changed': (event) => notifier.passwordChanged(event),
  'email.unconfirmed': (event) => notifier.emailUnconfirmed(event),
  'user.deleted': ({ data, sequence }) => notifications.forget(data.userId, sequence),
});
