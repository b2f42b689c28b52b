/// <reference path="../../.sst/platform/config.d.ts" />
import type { Auth } from '../auth.ts';
import type { Gateway } from '../gateway.ts';
import type { Resilience } from '../resilience.ts';
import { calling } from '../service/calls.ts';
import { Service } from '../service.ts';

interface AggregationsOptions {
  gateway: Gateway;
  auth: Auth;
  resilience: Resilience;
}

/** Answers that take several services. Four calls at once are work: with less memory Lambda gives less processor. */
export function aggregations({ gateway, auth, resilience }: AggregationsOptions): void {
  const service = new Service('gateway');
  const needs = { resilience, environment: auth.verify, memory: '1024 MB' } as const;
  gateway.route(
    'GET /me',
    service.function('api/get-me', calling(['users', 'orders', 'payments', 'inventory'], needs)),
  );
  gateway.route(
    'GET /orders/{id}/overview',
    service.function('api/get-order-overview', calling(['orders', 'payments', 'inventory'], needs)),
  );
}
