/// <reference path="../.sst/platform/config.d.ts" />
import type { Auth } from './auth.ts';
import type { Gateway } from './gateway.ts';
import { mailFeedback } from './notifications/feedback.ts';
import { mailSender } from './notifications/sender.ts';
import { seedNotifications } from './seed.ts';
import { Service } from './service.ts';
import { settings } from './stage-settings.ts';

interface Needs {
  gateway: Gateway;
  auth: Auth;
  userTopic: sst.aws.SnsTopic;
  productTopic: sst.aws.SnsTopic;
  orderTopic: sst.aws.SnsTopic;
}

/** The pages that links open: the shop's own, or those of the API. */
const pages = (gateway: Gateway) => ({
  PASSWORD_PAGE: settings().PASSWORD_PAGE ?? $interpolate`${gateway.url}/auth/password`,
  EMAIL_PAGE: settings().EMAIL_PAGE ?? $interpolate`${gateway.url}/auth/email`,
});

/** The notifications service: its own copy of addresses and preferences, and the emails. It is asked by nobody. */
export function notificationsStack({ gateway, auth, userTopic, productTopic, orderTopic }: Needs) {
  const service = new Service('notifications');
  seedNotifications(service.table);
  const sender = mailSender();
  const { configurationSet, topic: feedback } = mailFeedback();
  const mail = {
    environment: { MAIL_SENDER: sender.address, MAIL_CONFIGURATION_SET: configurationSet.name },
    // AWS asks for both: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
    permissions: [{ actions: ['ses:SendRawEmail'], resources: [sender.arn, configurationSet.arn] }],
  };

  service.consumer('events/follow-user', {
    from: userTopic,
    types: [
      'user.created',
      'user.changed',
      'preferences.changed',
      'password.forgotten',
      'password.changed',
      'email.unconfirmed',
      'user.deleted',
    ],
    table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    permissions: mail.permissions,
    environment: {
      ...mail.environment,
      ...(auth.passwordLinks && pages(gateway)),
    },
    link: auth.passwordLinks?.sign,
  });
  service.consumer('events/project-product', {
    from: productTopic,
    types: ['product.created', 'product.changed'],
    table: ['UpdateItem'],
  });
  service.consumer('events/notify-order', {
    from: orderTopic,
    types: ['order.confirmed', 'order.cancelled'],
    table: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    ...mail,
  });

  service.messages('events/record-feedback', { from: feedback, table: ['PutItem'] });

  return { table: service.table.name, mailFeedback: feedback.arn, mailRecords: sender.records };
}
