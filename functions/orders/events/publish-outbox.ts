import { outboxPublisher } from '../../kit/outbox-publisher.ts';

/** The orders outbox. */
export const handler = outboxPublisher();
