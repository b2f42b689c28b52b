import { consumer } from '../../platform/consumer.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { NotificationRepository } from '../repository.ts';

const notifications = new NotificationRepository(tableFromEnvironment());

/** The events of products -> their names, as emails call them. */
export const handler = consumer({
  'product.created': ({ data, sequence }) => notifications.keepProduct(data, sequence),
  'product.changed': ({ data, sequence }) => notifications.keepProduct(data, sequence),
});
