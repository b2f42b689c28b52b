import { tableFromEnvironment } from '../platform/table.ts';
import { NotificationRepository } from './repository.ts';

/** Contacts, product names and sent emails, in the table of the deployment that this function belongs to. */
export const makeNotificationRepository = () => new NotificationRepository(tableFromEnvironment());
