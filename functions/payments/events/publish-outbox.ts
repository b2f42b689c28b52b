import { outboxPublisher } from '../../kit/outbox-publisher.ts';

/** The payments outbox. */
export const handler = outboxPublisher();
