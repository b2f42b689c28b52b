/** The one customer, order and product of these benches, as every table, service and event has them. */
export const CUSTOMER = '01980000-0000-7000-8000-000000000001';
export const ORDER = '01980000-0000-7000-8000-000000000003';
export const SKU = 'espresso-cup';

/** Instances of every service, as a deployment makes them. */
export const INSTANCES = ['users', 'orders', 'inventory', 'payments'].flatMap((service) =>
  ['a', 'b'].map((instance) => [service, instance] as const),
);

const price = { amount: 1250, currency: 'EUR' };
const at = '2026-01-01T00:00:00.000Z';
export const PREFERENCES = { orderEmails: true, newsEmails: false, locale: 'en', timeZone: 'Europe/Vienna' };

export const order = {
  id: ORDER,
  customerId: CUSTOMER,
  items: [{ sku: SKU, quantity: 2, unitPrice: price }],
  total: { amount: 2500, currency: 'EUR' },
};

const ROWS: Record<string, object> = {
  ORDER: { ...order, status: 'PENDING', createdAt: at, waitsSince: at, sequence: 1 },
  PRODUCT: { sku: SKU, name: 'Espresso cup', price, sequence: 1 },
  STOCK: { sku: SKU, available: 100, reserved: 2, headroom: 90, version: 1 },
  DEMAND: { ordered: 2, confirmed: 0, cancelled: 0 },
  RESERVATION: {
    orderId: ORDER,
    status: 'HELD',
    items: [{ sku: SKU, quantity: 2 }],
    heldAt: at,
    dueAt: at,
    asked: 0,
  },
  ACCOUNT: { customerId: CUSTOMER, balance: 5000, currency: 'EUR' },
  TX: {
    id: `charge:${ORDER}`,
    kind: 'charge',
    status: 'CHARGED',
    customerId: CUSTOMER,
    orderId: ORDER,
    money: order.total,
    createdAt: at,
  },
  USER: {
    id: CUSTOMER,
    name: 'Ada',
    email: 'ada@example.com',
    roles: ['customer', 'staff', 'oncall'],
    preferences: PREFERENCES,
    createdAt: at,
    sequence: 1,
    epoch: 1,
    emailVerified: true,
  },
  CONTACT: { id: CUSTOMER, name: 'Ada', email: 'ada@example.com', preferences: PREFERENCES, sequence: 1 },
};

/** A row by its key; undefined for what is not there, such as answers and events that were seen before. */
export function rowOf(pk: string, sk: string): object | undefined {
  if (pk.startsWith('EMAIL#')) return sk === 'EMAIL' ? { userId: CUSTOMER } : undefined;
  return ROWS[sk];
}

const timestamp = { seconds: 1_767_225_600n, nanos: 0 };
const money = { amount: 2500n, currency: 'EUR' };
const message = {
  id: ORDER,
  customerId: CUSTOMER,
  status: 1,
  items: [{ sku: SKU, quantity: 2, unitPrice: { ...money, amount: 1250n } }],
  total: money,
  createdAt: timestamp,
};
const MESSAGES: Record<string, object> = {
  GetUser: { id: CUSTOMER, name: 'Ada', email: 'ada@example.com' },
  GetProfile: {
    profile: {
      id: CUSTOMER,
      name: 'Ada',
      email: 'ada@example.com',
      roles: ['customer'],
      createdAt: timestamp,
    },
  },
  ListOrders: { orders: [message] },
  GetOrder: { order: message },
  GetAccount: { balance: money },
  GetPayment: { payment: { orderId: ORDER, status: 1, amount: money, createdAt: timestamp } },
  GetStock: { stock: [{ sku: SKU, available: 100, reserved: 2 }] },
  GetReservation: { reservation: { orderId: ORDER, status: 1, items: [{ sku: SKU, quantity: 2 }] } },
  GetSaga: { saga: {} },
};

/** What an instance answers to a method, by its path. */
export const messageOf = (path: string): object => MESSAGES[path.split('/').at(-1)!] ?? {};
