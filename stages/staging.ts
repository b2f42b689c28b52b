import type { StageConfig } from './stage-config.ts';

/** As production, with less at stake. Accounts, names and addresses are examples. */
export const staging: StageConfig = {
  region: 'us-east-1',
  accounts: ['123456789012'],
  keepsData: false,
  mail: { sender: 'orders@staging.shop.example', domain: 'staging.shop.example' },
  alarms: { emails: ['oncall@shop.example'] },
};
