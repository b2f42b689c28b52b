/// <reference path="../.sst/platform/config.d.ts" />
import type { Auth } from './auth.ts';
import type { Gateway } from './gateway.ts';
import type { Resilience } from './resilience.ts';
import { calling } from './service/calls.ts';
import { Service } from './service.ts';
import { CURRENCY } from './settings.ts';

interface Needs {
  gateway: Gateway;
  auth: Auth;
  resilience: Resilience;
}

/** The payments service: a double-entry ledger. */
export function paymentsStack({ gateway, auth, resilience }: Needs) {
  const service = new Service('payments', { publishes: true });
  const environment = { ...auth.verify, CURRENCY };

  gateway.route(
    'GET /payments/account',
    service.function('api/get-account', { table: ['GetItem'], environment }),
  );
  gateway.route(
    'GET /payments/entries',
    service.function('api/list-entries', { table: ['Query'], environment }),
  );
  gateway.route(
    'POST /payments/deposits',
    service.function('api/post-deposit', { table: ['GetItem', 'PutItem', 'UpdateItem'], environment }),
  );
  gateway.route(
    'GET /payments/accounts/{customerId}',
    service.function('api/get-customer-account', { table: ['GetItem'], environment }),
  );
  gateway.route(
    'POST /payments/accounts/{customerId}/deposits',
    service.function(
      'api/post-customer-deposit',
      calling(['users'], { resilience, table: ['GetItem', 'PutItem', 'UpdateItem'], environment }),
    ),
  );
  service.instances({ table: ['GetItem', 'Query', 'UpdateItem'], environment: { CURRENCY } });

  service.step('saga/inspect-charge', { table: ['GetItem'] });

  return {
    table: service.table.name,
    topic: service.topic,
    steps: {
      ChargePayment: service.step('saga/charge-payment', { table: ['PutItem', 'UpdateItem'] }),
      RefundPayment: service.step('saga/refund-payment', { table: ['GetItem', 'PutItem', 'UpdateItem'] }),
    },
  };
}
