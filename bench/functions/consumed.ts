import { gzipSync } from 'node:zlib';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DataOf, EventType } from '../../functions/contracts/events.ts';
import { bounce } from '../../functions/notifications/test-feedback.ts';
import { metricLines } from '../../functions/platform/metrics/emf.ts';
import { newEvent } from '../../functions/platform/test-event.ts';
import { CUSTOMER, ORDER, order, PREFERENCES, SKU } from './rows.ts';

const { id: orderId, total: money, ...ordered } = order;
const about = { ...ordered, orderId, total: money };

/** Of a subject that has had one event before. */
const domainEvent = <T extends EventType>(type: T, subject: string, data: DataOf<T>) =>
  newEvent(type, subject, 2, data);

/** What a queue hands over: one message. */
const fromQueue = (content: unknown) => ({
  Records: [
    {
      messageId: '2e1424d4-f796-459a-8184-9c92662be6da',
      receiptHandle: 'one',
      body: JSON.stringify(content),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1795800000000',
        SenderId: 'AIDAENQZJOLO23YVJ4VO',
        ApproximateFirstReceiveTimestamp: '1795800000001',
      },
      messageAttributes: {},
      md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:bench',
      awsRegion: 'us-east-1',
    },
  ],
});

/** What a table's stream hands over: the outbox record of one event. */
const fromStream = (event: { subject: string }) => {
  const key = { pk: `ORDER#${event.subject}`, sk: 'EVENT#0000000002' };
  return {
    Records: [
      {
        eventID: 'one',
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        dynamodb: { Keys: marshall(key), NewImage: marshall({ ...key, event }), SequenceNumber: '1' },
      },
    ],
  };
};

/** What a subscription of logs hands over: one line of metrics. */
const fromLogs = () => {
  const sent = { name: 'emails_total' as const, labels: ['sent'], count: 1 };
  const [message = ''] = metricLines([sent], { namespace: 'shop', service: 'notifications' });
  const batch = {
    messageType: 'DATA_MESSAGE',
    logStream: '2026/11/27/[$LATEST]0123456789abcdef',
    logEvents: [{ id: 'one', timestamp: 1_795_800_000_000, message }],
  };
  return { awslogs: { data: gzipSync(JSON.stringify(batch)).toString('base64') } };
};

/** What EventBridge's scheduler hands over: nothing that is read. */
const fromSchedule = () => ({});

const product = { sku: SKU, name: 'Espresso cup', price: order.items[0]!.unitPrice };
const created = () => domainEvent('order.created', ORDER, about);
const confirmed = () => domainEvent('order.confirmed', ORDER, about);
const charged = () => domainEvent('payment.charged', ORDER, { orderId, customerId: CUSTOMER, money });
const known = () => domainEvent('product.changed', SKU, product);
const registered = () =>
  domainEvent('user.created', CUSTOMER, {
    userId: CUSTOMER,
    name: 'Ada',
    email: 'ada@example.com',
    preferences: PREFERENCES,
  });

/** What each function is called with that no request calls, by its name. */
const EVENTS: Record<string, () => unknown> = {
  'inventory/events/ask-overdue': fromSchedule,
  'inventory/events/count-demand': () => fromQueue(created()),
  'inventory/events/publish-outbox': () => fromStream(known()),
  'inventory/events/settle-reservation': () => fromQueue(confirmed()),
  'notifications/events/follow-user': () => fromQueue(registered()),
  'notifications/events/notify-order': () => fromQueue(confirmed()),
  'notifications/events/project-product': () => fromQueue(known()),
  'notifications/events/record-feedback': () => fromQueue(bounce('ada@example.com', 'Permanent', 'NoEmail')),
  'orders/events/clear-parked': fromSchedule,
  'orders/events/project-products': () => fromQueue(known()),
  'orders/events/publish-outbox': () => fromStream(created()),
  'orders/events/reconcile-orders': fromSchedule,
  'orders/events/report-order-outcome': () =>
    fromQueue(domainEvent('reservation.overdue', ORDER, { orderId, heldAt: '2026-01-01T00:00:00.000Z' })),
  'orders/events/start-saga': () => fromQueue(created()),
  'payments/events/publish-outbox': () => fromStream(charged()),
  'registry/events/check-health': fromSchedule,
  'telemetry/events/count-metrics': fromLogs,
  'telemetry/events/count-orders': () => fromQueue(created()),
  'telemetry/events/count-payments': () => fromQueue(charged()),
  'users/events/clear-user': () => fromQueue(domainEvent('user.deleted', CUSTOMER, { userId: CUSTOMER })),
  'users/events/publish-outbox': () => fromStream(registered()),
};

/** @throws Error for a function that has no event here: each new one gets its row. */
export function consumedBy(name: string): unknown {
  const event = EVENTS[name];
  if (!event) throw new Error(`bench/functions/consumed.ts has no event for ${name}`);
  return event();
}
