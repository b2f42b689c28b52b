import { type DataOf, EVENTS, type EventOf, type EventType } from '../events.ts';
import { DEFAULT_PREFERENCES } from '../preferences.ts';

const userId = '01a20b92-0000-7000-8000-00000000000a';
const orderId = '01a20b92-7493-724e-a2b3-e3ba3a09aeb4';
const contact = { userId, name: 'Ada Lovelace', email: 'ada@example.com' };
const product = { sku: 'espresso-cup', name: 'Espresso cup', price: { amount: 1_250, currency: 'EUR' } };
const order = {
  orderId,
  customerId: userId,
  items: [{ sku: product.sku, quantity: 2, unitPrice: product.price }],
  total: { amount: 2_500, currency: 'EUR' },
};
const payment = { orderId, customerId: userId, money: order.total };

/** What an event of each type may hold. */
const DATA: { [T in EventType]: DataOf<T> } = {
  'user.created': { ...contact, preferences: DEFAULT_PREFERENCES },
  'user.changed': { ...contact, email: 'ada@example.org' },
  'preferences.changed': { userId, preferences: { ...DEFAULT_PREFERENCES, locale: 'de-AT' } },
  'password.forgotten': { userId, passwordLink: { epoch: 1, expiresAt: '2026-11-24T11:15:30.000Z' } },
  'password.changed': { userId, email: contact.email },
  'email.unconfirmed': {
    userId,
    email: 'ada@example.org',
    emailLink: {
      epoch: 1,
      change: '01a20b92-0000-7000-8000-00000000000c',
      expiresAt: '2026-11-25T10:15:30.000Z',
    },
    undoLink: {
      email: contact.email,
      change: '01a20b92-0000-7000-8000-00000000000c',
      expiresAt: '2026-11-27T10:15:30.000Z',
    },
  },
  'user.deleted': { userId },
  'product.created': product,
  'product.changed': { ...product, price: { amount: 1_190, currency: 'EUR' } },
  'product.retired': { sku: product.sku },
  'stock.low': { sku: product.sku, available: 4, threshold: 5 },
  'reservation.overdue': { orderId, heldAt: '2026-11-24T09:30:00.000Z' },
  'payment.charged': payment,
  'payment.refunded': payment,
  'order.created': order,
  'order.confirmed': order,
  'order.cancelling': { ...order, by: 'customer', confirmed: true },
  'order.cancelled': {
    ...order,
    reason: { code: 'OutOfStock', message: 'There is not enough stock for this order.' },
  },
  'order.restated': { orderId, outcome: 'CONFIRMED' },
};

/** A whole event of a type, always the same. */
export function exampleOf<T extends EventType>(type: T): EventOf<T> {
  const { source, dataschema, schema } = EVENTS[type];
  return schema.parse({
    specversion: '1.0',
    id: '01a20b92-7494-71ce-967b-d90eecabe873',
    source: `/${source}`,
    type,
    subject: subjectOf(DATA[type]),
    time: '2026-11-24T10:15:30.123Z',
    datacontenttype: 'application/json',
    dataschema,
    sequence: 1,
    traceparent: '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01',
    data: DATA[type],
  }) as EventOf<T>;
}

function subjectOf(data: DataOf<EventType>): string {
  if ('threshold' in data) return `stock:${data.sku}`;
  if ('outcome' in data) return `restated:${data.orderId}`;
  if ('sku' in data) return data.sku;
  return 'orderId' in data ? data.orderId : data.userId;
}
