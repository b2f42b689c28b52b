/// <reference path="../.sst/platform/config.d.ts" />
import { isLocalStage } from '../localstack/stage.ts';
import type { Auth } from './auth.ts';
import type { Gateway } from './gateway.ts';
import { seedNotifications } from './seed.ts';
import { Service } from './service.ts';

interface Needs {
  gateway: Gateway;
  auth: Auth;
  userTopic: sst.aws.SnsTopic;
  productTopic: sst.aws.SnsTopic;
  orderTopic: sst.aws.SnsTopic;
}

/**
 * The address that emails come from. In AWS its owner has to confirm it once: SES writes to it at the first deploy.
 *
 * @throws Error when a stage in AWS does not say which.
 */
function mailSender(): string {
  const sender = process.env.MAIL_SENDER ?? (isLocalStage($app.stage) ? 'shop@example.com' : undefined);
  if (sender) return sender;
  throw new Error('MAIL_SENDER is not set: set it, here or in .env, to the address that emails come from');
}

/** The page that password links open: the shop's own, or the one of the API. */
const passwordPage = (gateway: Gateway): $util.Input<string> =>
  process.env.PASSWORD_PAGE ?? $interpolate`${gateway.url}/auth/password`;

/** The notifications service: its own copy of addresses and preferences, and the emails. It is asked by nobody. */
export function notificationsStack({ gateway, auth, userTopic, productTopic, orderTopic }: Needs) {
  const service = new Service('notifications');
  seedNotifications(service.table);
  const sender = new aws.ses.EmailIdentity('MailSender', { email: mailSender() });
  const mail = {
    environment: { MAIL_SENDER: sender.email },
    permissions: [{ actions: ['ses:SendEmail'], resources: [sender.arn] }],
  };

  service.consumer('events/follow-user', {
    from: userTopic,
    types: ['user.created', 'user.changed', 'preferences.changed', 'password.forgotten', 'user.deleted'],
    table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    permissions: mail.permissions,
    environment: {
      ...mail.environment,
      ...(auth.passwordLinks && { PASSWORD_PAGE: passwordPage(gateway) }),
    },
    link: auth.passwordLinks?.sign,
  });
  service.consumer('events/know-product', {
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

  return { table: service.table.name };
}
