import { outboxPublisher } from '../../platform/outbox-publisher.ts';

/** The inventory outbox. */
export const handler = outboxPublisher();
