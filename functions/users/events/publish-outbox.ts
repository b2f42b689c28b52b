import { outboxPublisher } from '../../platform/outbox-publisher.ts';

/** The users outbox. */
export const handler = outboxPublisher();
