/// <reference path="../.sst/platform/config.d.ts" />
import { labelsOf } from '../functions/telemetry/queues.ts';
import { alarmsOf } from './alarms/definitions.ts';
import type { Gateway } from './gateway.ts';
import { alarm } from './service/alarm.ts';
import { knownFunctions } from './service/known-functions.ts';
import { knownQueues } from './service/known-queues.ts';
import { isInAws } from './service/protection.ts';
import { metricsNamespace } from './service.ts';

/** The services that call others. */
const CALLERS = ['gateway', 'payments', 'users'];

/**
 * What rings in AWS beside the queues, sagas and schedules, which have their own alarms on every stage: called last, when all that is
 * watched has been declared. An engine evaluates few of AWS's own metrics, so a local stage is not made slower by them.
 */
export function alarmsStack({ gateway }: { gateway: Gateway }): void {
  if (!isInAws()) return;
  const prefix = `${$app.name}-${$app.stage}-`;
  const queues = knownQueues();
  const definitions = alarmsOf({
    prefix,
    namespace: metricsNamespace(),
    // A name that is known once the API is there; what is made of definitions only hands it on.
    api: gateway.name as unknown as string,
    queues,
    functions: knownFunctions(),
    publishers: labelsOf(queues).publishers,
    callers: CALLERS,
  });
  for (const definition of definitions) alarm(definition);
}
