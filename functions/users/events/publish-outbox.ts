import { outboxPublisher } from '../../kit/outbox-publisher.ts';

/** The users outbox. */
export const handler = outboxPublisher();
