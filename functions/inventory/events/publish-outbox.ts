import { outboxPublisher } from '../../kit/outbox-publisher.ts';

/** The inventory outbox. */
export const handler = outboxPublisher();
