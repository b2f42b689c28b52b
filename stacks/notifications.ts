/// <reference path="../.sst/platform/config.d.ts" />
import { isLocalStage } from '../localstack/stage.ts';
import { seedNotifications } from './seed.ts';
import { Service } from './service.ts';

interface Topics {
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

/** The notifications service: its own copy of addresses and preferences, and the emails. It is asked by nobody. */
export function notificationsStack({ userTopic, productTopic, orderTopic }: Topics) {
  const service = new Service('notifications');
  seedNotifications(service.table);
  const sender = new aws.ses.EmailIdentity('MailSender', { email: mailSender() });
  const mail = {
    environment: { MAIL_SENDER: sender.email },
    permissions: [{ actions: ['ses:SendEmail'], resources: [sender.arn] }],
  };

  service.consumer('events/follow-user', {
    from: userTopic,
    types: ['user.created', 'user.changed', 'preferences.changed', 'user.deleted'],
    table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    ...mail,
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
