import type { StageConfig } from './stage-config.ts';

/** A stage for one pull request, which goes when that is closed. Accounts and addresses are examples. */
export const preview: StageConfig = {
  region: 'us-east-1',
  accounts: ['123456789012'],
  keepsData: false,
  mail: { sender: 'previews@shop.example' },
  alarms: { emails: ['builds@shop.example'] },
  instances: { users: 1, orders: 1, inventory: 1, payments: 1 },
};
