import { consumer } from '../../kit/consumer.ts';
import { ownTable } from '../../kit/table.ts';
import { sesMailer } from '../mailer.ts';
import { Notifier } from '../notifier.ts';
import { ownPasswordLinks } from '../password-links.ts';
import { PostOffice } from '../post-office.ts';
import { NotificationRepository } from '../repository.ts';

const notifications = new NotificationRepository(ownTable());
const notifier = new Notifier(
  notifications,
  new PostOffice({ notifications, mailer: sesMailer() }),
  ownPasswordLinks(),
);

/** The events of users -> the copy of their addresses and preferences, the welcome email, links to choose a password. */
export const handler = consumer({
  'user.created': (event) => notifier.welcome(event),
  'user.changed': ({ data, sequence }) => notifications.keepAddress(data, sequence),
  'preferences.changed': ({ data, sequence }) =>
    notifications.keepPreferences(data.userId, data.preferences, sequence),
  'password.forgotten': (event) => notifier.passwordForgotten(event),
  'user.deleted': ({ data, sequence }) => notifications.forget(data.userId, sequence),
});
