import * as z from 'zod/mini';
import { LIMITS } from '../limits.ts';
import { Currency, Money } from '../money.ts';
import { operation } from './operation.ts';
import { Id, named, Time } from './schemas.ts';

export const NewDeposit = named(
  'NewDeposit',
  z.strictObject({
    amount: z.strictObject({ amount: z.int().check(z.gte(1), z.lte(LIMITS.deposit)), currency: Currency }),
  }),
);

export const DepositView = named('Deposit', z.strictObject({ id: Id, amount: Money, createdAt: Time }));

const amount = { amount: 5000, currency: 'EUR' };

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
      example: { id: '01980000-0000-7000-8000-000000000002', amount, createdAt: '2026-01-01T00:00:00.000Z' },
    },
  },
  refuses: { 422: 'Accounts are in another currency; or the Idempotency-Key came with another body' },
});
