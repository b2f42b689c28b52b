import { consumer } from '../../platform/consumer.ts';
import { makeNotificationRepository } from '../composition.ts';

const notifications = makeNotificationRepository();

/** The events of products -> their names, as emails call them. */
export const handler = consumer({
  'product.created': ({ data, sequence }) => notifications.keepProduct(data, sequence),
  'product.changed': ({ data, sequence }) => notifications.keepProduct(data, sequence),
});
