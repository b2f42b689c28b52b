import { outboxPublisher } from '../../platform/outbox-publisher.ts';

/** The payments outbox. */
export const handler = outboxPublisher();
