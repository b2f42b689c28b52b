import type { StageConfig } from './stage-config.ts';

/** Accounts, names and addresses are examples: a deployment names those that are left, and stops. */
export const production: StageConfig = {
  region: 'us-east-1',
  accounts: ['123456789012'],
  keepsData: true,
  domain: {
    name: 'api.shop.example',
    certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000',
  },
  corsOrigins: ['https://shop.example'],
  mail: { sender: 'orders@shop.example', domain: 'shop.example' },
  alarms: { emails: ['oncall@shop.example'], webhook: 'https://pager.shop.example/sns' },
  instances: { users: 2, orders: 2, inventory: 2, payments: 2 },
  limits: {
    api: { perSecond: 500, atOnce: 1000 },
    customer: { perSecond: 50, atOnce: 100 },
    address: { perSecond: 10, atOnce: 100 },
    consumerConcurrency: 5,
    countingConcurrency: 10,
  },
};
