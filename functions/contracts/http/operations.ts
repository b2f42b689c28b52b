import * as auth from './auth.ts';
import * as breakers from './breakers.ts';
import * as gateway from './gateway.ts';
import * as inventory from './inventory.ts';
import type { Operation } from './operation.ts';
import * as orders from './orders.ts';
import * as payments from './payments.ts';
import * as registry from './registry.ts';
import * as sagas from './sagas.ts';
import * as telemetry from './telemetry.ts';
import * as users from './users.ts';

const isOperation = (value: object): value is Operation => 'route' in value && 'answers' in value;

/** Every operation of the API by the service that answers it. For generators and tests; handlers import their own. */
export const OPERATIONS: Readonly<Record<string, readonly Operation[]>> = Object.fromEntries(
  Object.entries({
    gateway,
    users: { ...users, ...auth },
    inventory,
    payments,
    orders: { ...orders, ...sagas },
    registry: { ...registry, ...breakers },
    telemetry,
  }).map(([service, declared]) => [service, Object.values(declared).filter(isOperation)]),
);
