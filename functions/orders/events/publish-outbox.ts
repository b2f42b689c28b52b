import { outboxPublisher } from '../../platform/outbox-publisher.ts';

/** The orders outbox. */
export const handler = outboxPublisher();
