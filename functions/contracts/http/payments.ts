import * as z from 'zod/mini';
import { LIMITS } from '../limits.ts';
import { Currency, Money } from '../money.ts';
import { operation } from './operation.ts';
import { Id, ListQuery, named, pageOf, Time } from './schemas.ts';

export const NewDeposit = named(
  'NewDeposit',
  z.strictObject({
    amount: z.strictObject({ amount: z.int().check(z.gte(1), z.lte(LIMITS.deposit)), currency: Currency }),
  }),
);

export const DepositView = named('Deposit', z.strictObject({ id: Id, amount: Money, createdAt: Time }));

export const EntryView = named(
  'Entry',
  z.strictObject({
    id: Id,
    kind: z.enum(['deposit', 'charge', 'refund']),
    /** Signed: what came in is above zero, what went out below. */
    amount: Money,
    /** The order that was charged or refunded. */
    orderId: z.optional(Id),
    createdAt: Time,
  }),
);

const CustomerPath = z.object({ customerId: Id });

const amount = { amount: 5000, currency: 'EUR' };
const deposit = {
  id: '01980000-0000-7000-8000-000000000002',
  amount,
  createdAt: '2026-01-01T00:00:00.000Z',
};
const customerId = '01980000-0000-7000-8000-000000000001';

export const getAccount = operation({
  route: 'GET /payments/account',
  id: 'getAccount',
  summary: "The caller's own account",
  description: "Zero in the stage's currency for a new customer.",
  access: ['customer'],
  answers: {
    200: {
      description: 'The balance',
      body: named('Account', z.strictObject({ balance: Money })),
      example: { balance: amount },
    },
  },
});

export const postDeposit = operation({
  route: 'POST /payments/deposits',
  id: 'postDeposit',
  summary: "Pay into the caller's own account",
  access: ['customer'],
  idempotent: true,
  body: NewDeposit,
  bodyExample: { amount },
  answers: {
    201: {
      description: 'Booked',
      body: DepositView,
      headers: { location: 'Where the account is' },
      example: deposit,
    },
  },
  refuses: {
    409: 'The account is being deleted; or a request with this Idempotency-Key is still being worked on',
    422: 'Accounts are in another currency; or the Idempotency-Key came with another body',
  },
});

export const listEntries = operation({
  route: 'GET /payments/entries',
  id: 'listEntries',
  summary: "The caller's own statement, newest first",
  access: ['customer'],
  query: ListQuery,
  answers: {
    200: {
      description: 'A page',
      body: pageOf(EntryView),
      example: {
        items: [
          {
            id: '01980000-0000-7000-8000-000000000004',
            kind: 'charge',
            amount: { amount: -2500, currency: 'EUR' },
            orderId: '01980000-0000-7000-8000-000000000003',
            createdAt: '2026-01-01T00:00:01.000Z',
          },
          { id: deposit.id, kind: 'deposit', amount, createdAt: deposit.createdAt },
        ],
        next: null,
      },
    },
  },
});

export const getCustomerAccount = operation({
  route: 'GET /payments/accounts/{customerId}',
  id: 'getCustomerAccount',
  summary: "A customer's account",
  description:
    'Payments knows customers by their opaque id alone. An id that never had an entry has a balance of zero.',
  access: ['staff'],
  path: CustomerPath,
  answers: {
    200: {
      description: 'The balance',
      body: named('CustomerAccount', z.strictObject({ customerId: Id, balance: Money })),
      example: { customerId, balance: amount },
    },
  },
});

export const postCustomerDeposit = operation({
  route: 'POST /payments/accounts/{customerId}/deposits',
  id: 'postCustomerDeposit',
  summary: "Pay into a customer's account",
  description: 'The Idempotency-Key belongs to the member of staff who calls, for all accounts.',
  access: ['staff'],
  idempotent: true,
  path: CustomerPath,
  body: NewDeposit,
  bodyExample: { amount },
  answers: {
    201: {
      description: 'Booked',
      body: DepositView,
      headers: { location: 'Where the account is' },
      example: deposit,
    },
  },
  refuses: {
    404: 'There is no such customer',
    409: 'The account is being deleted; or a request with this Idempotency-Key is still being worked on',
    422: 'Accounts are in another currency; or the Idempotency-Key came with another body or account',
  },
});
