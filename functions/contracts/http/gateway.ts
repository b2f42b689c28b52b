import * as z from 'zod/mini';
import { Money } from '../money.ts';
import { ROLES } from '../roles.ts';
import { StockView } from './inventory.ts';
import { operation } from './operation.ts';
import { OrderView } from './orders.ts';
import { Id, IdPath, named, Sku, Time } from './schemas.ts';
import { UserWithRoles } from './user-schemas.ts';

export const getIndex = operation({
  route: 'GET /',
  id: 'getIndex',
  summary: 'What this is, and where its document is',
  access: 'public',
  answers: {
    200: {
      description: 'Addresses to go on from',
      body: named(
        'Index',
        z.strictObject({
          title: z.string(),
          description: z.string(),
          links: z.strictObject({ openapi: z.url(), docs: z.url(), health: z.url() }),
        }),
      ),
      example: {
        title: 'Shop',
        description: 'The order system of a shop. What it can do is in its document.',
        links: {
          openapi: 'https://shop.example/openapi.json',
          docs: 'https://shop.example/docs',
          health: 'https://shop.example/health',
        },
      },
    },
  },
});

export const getHealth = operation({
  route: 'GET /health',
  id: 'getHealth',
  summary: 'Whether the gateway answers, and how the services behind it are',
  description:
    'As they were found within the last minute. Degraded: a part of it does not answer, the rest does. Unknown: nobody has looked lately.',
  access: 'public',
  answers: {
    200: {
      description: 'The gateway answers',
      body: named(
        'Health',
        z.strictObject({
          status: z.enum(['ok', 'degraded']),
          services: z.record(z.string(), z.enum(['ok', 'degraded', 'down', 'unknown'])),
        }),
      ),
      example: { status: 'ok', services: { users: 'ok', orders: 'ok' } },
    },
  },
});

/** What both answers say beside their body: they may be kept for a while, and asked for again cheaply. */
const KEPT = {
  etag: 'The version; the same in If-None-Match gives 304',
  'cache-control': 'How long it may be kept',
};

export const getOpenApi = operation({
  route: 'GET /openapi.json',
  id: 'getOpenApi',
  summary: 'This document',
  access: 'public',
  answers: {
    200: {
      description: 'OpenAPI 3.1',
      body: z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }),
      headers: KEPT,
    },
  },
});

export const getDocs = operation({
  route: 'GET /docs',
  id: 'getDocs',
  summary: 'This document, for people',
  access: 'public',
  answers: {
    200: {
      description: 'A page that loads nothing else',
      body: z.string(),
      contentType: 'text/html; charset=utf-8',
      headers: { ...KEPT, 'content-security-policy': 'Forbids scripts and any other address' },
    },
  },
});

/** What a fallback stands for, and why. */
const degradedOf = (parts: [string, ...string[]]) =>
  z.array(z.strictObject({ part: z.enum(parts), reason: z.enum(['late', 'failed']) }));

export const MeView = named(
  'Me',
  z.strictObject({
    profile: UserWithRoles,
    /** The latest, newest first; null when it cannot be told at the moment, as all that follows. */
    orders: z.nullable(z.array(OrderView)),
    balance: z.nullable(Money),
    /** Of every product in those of the orders that are pending. */
    stock: z.nullable(z.array(StockView)),
    /** What cannot be told at the moment: it came too late, or not at all. Empty when nothing is missing. */
    degraded: degradedOf(['orders', 'balance', 'stock']),
  }),
);

const id = '01980000-0000-7000-8000-000000000001';
const price = { amount: 1250, currency: 'EUR' };
const total = { amount: 2500, currency: 'EUR' };
const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
const order = {
  id: '01980000-0000-7000-8000-000000000003',
  status: 'PENDING',
  items: [{ sku: 'espresso-cup', quantity: 2, unitPrice: price }],
  total,
  createdAt: at(0),
};

export const getMe = operation({
  route: 'GET /me',
  id: 'getMe',
  summary: 'Who you are, and how things stand with you',
  description:
    'Your profile, your latest orders, your balance, and the stock of what you wait for, in less than a second. What cannot be had in time is null and named in `degraded`; only without a profile there is no answer.',
  access: ROLES,
  answers: {
    200: {
      description: 'What can be told',
      body: MeView,
      example: {
        profile: {
          id,
          name: 'Ada',
          email: 'ada@example.com',
          emailVerified: true,
          createdAt: at(0),
          roles: ['customer'],
        },
        orders: [order],
        balance: null,
        stock: [{ sku: 'espresso-cup', available: 198, reserved: 2 }],
        degraded: [{ part: 'balance', reason: 'late' }],
      },
    },
  },
  refuses: { 404: 'Your account has been deleted', 503: 'Your profile cannot be had at the moment' },
});

export const OrderOverview = named(
  'OrderOverview',
  z.strictObject({
    order: named('OrderOfCustomer', z.extend(OrderView, { customerId: Id })),
    /** Null when nothing has been charged or refused yet; or when it cannot be told. */
    payment: z.nullable(
      z.strictObject({
        status: z.enum(['CHARGED', 'REFUNDED', 'VOIDED']),
        amount: z.optional(Money),
        createdAt: z.optional(Time),
        /** Why the charge was refused. */
        refusal: z.optional(z.string()),
      }),
    ),
    /** Null when nothing has been held or refused yet; or when it cannot be told. */
    reservation: z.nullable(
      z.strictObject({
        status: z.enum(['HELD', 'COMMITTED', 'RELEASED', 'VOIDED']),
        items: z.array(z.strictObject({ sku: Sku, quantity: z.int() })),
        refusal: z.optional(z.string()),
      }),
    ),
    /** Each execution of the saga that there was, in the order in which they began; null when it cannot be told. */
    saga: z.nullable(
      z.array(
        z.strictObject({
          name: z.string(),
          status: z.string(),
          startedAt: z.optional(Time),
          stoppedAt: z.optional(Time),
          error: z.optional(z.string()),
        }),
      ),
    ),
    degraded: degradedOf(['payment', 'reservation', 'saga']),
  }),
);

export const getOrderOverview = operation({
  route: 'GET /orders/{id}/overview',
  id: 'getOrderOverview',
  summary: 'Everything about an order, from every service',
  description:
    'What orders, payments and inventory each know of it, and how its saga stands. What cannot be had in time is null and named in `degraded`.',
  access: ['staff'],
  path: IdPath,
  answers: {
    200: {
      description: 'What can be told',
      body: OrderOverview,
      example: {
        order: { ...order, customerId: id, status: 'CONFIRMED' },
        payment: { status: 'CHARGED', amount: total, createdAt: at(1) },
        reservation: { status: 'COMMITTED', items: [{ sku: 'espresso-cup', quantity: 2 }] },
        saga: [{ name: order.id, status: 'SUCCEEDED', startedAt: at(0), stoppedAt: at(2) }],
        degraded: [],
      },
    },
  },
  refuses: { 404: 'There is no such order', 503: 'The order cannot be had at the moment' },
});
