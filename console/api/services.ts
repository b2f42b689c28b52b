import type { BreakerView } from '@serverless-orders/resilience/breaker';
import {
  type HealthRecord,
  instanceName,
  type RegisteredInstance,
} from '@serverless-orders/resilience/discovery';
import { z } from 'zod';
import { MOST_HOURS } from '../../ops/breaker/arguments.ts';
import { StageBreakers } from '../../ops/breaker/stage-breakers.ts';
import { StageRegistry } from '../../ops/registry/stage-registry.ts';
import { act, read } from './endpoint.ts';
import type { Stage } from './stage.ts';

/** An instance of a service, how it is, and the circuit breaker before it. */
export interface ServiceInstance extends RegisteredInstance {
  /** As in `users/a`. */
  name: string;
  /** The last health check, however old. */
  check?: Pick<HealthRecord, 'checkedAt' | 'failures' | 'successes'>;
  breaker: BreakerView;
}

const VERSION_LENGTH = 12;

const Instance = z.object({
  service: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
  instance: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
});
const Reason = z.string().trim().min(1, 'it is empty: say why').max(500);

/** All instances of all services, with their breakers: what no breaker is kept of has none that ever opened, and is closed. */
export const services = read({
  input: z.object({}),
  run: async (stage): Promise<ServiceInstance[]> => {
    const [registry, breakers] = await Promise.all([registryOf(stage), breakersOf(stage)]);
    const [{ instances, health }, views] = await Promise.all([registry.read(), breakers.list()]);
    const known = new Map(views.map((view) => [view.name, view]));
    return instances.map((instance) => {
      const name = instanceName(instance);
      const check = health.get(name);
      return {
        ...instance,
        // The hash of its code: so much tells it from another one.
        ...(instance.version && { version: instance.version.slice(0, VERSION_LENGTH) }),
        name,
        breaker: known.get(name) ?? { name, state: 'CLOSED', failures: 0 },
        ...(check && {
          check: { checkedAt: check.checkedAt, failures: check.failures, successes: check.successes },
        }),
      };
    });
  },
});

/** As `npm run registry -- drain`. */
export const drainInstance = act({
  input: Instance.extend({ reason: Reason }),
  says: (_, one) =>
    `Within 10 s nobody begins another call to ${instanceName(one)}, and calls that are under way end as they would have. It stays so until it is restored.`,
  run: async (stage, { reason, ...one }) => (await registryOf(stage)).drain(one, reason),
});

/** As `npm run registry -- restore`. */
export const restoreInstance = act({
  input: Instance,
  says: (_, one) => `Within 10 s callers find ${instanceName(one)} again, and call it.`,
  run: async (stage, one) => (await registryOf(stage)).restore(one),
});

/** As `npm run registry -- probe`. */
export const probeInstances = act({
  input: z.object({}),
  says: () =>
    'The stage’s own health check runs once, now: each instance is called, and how it answered is noted.',
  run: async (stage) => (await registryOf(stage)).probe(),
});

/** As `npm run breaker -- open` and `-- close`. */
export const forceBreaker = act({
  input: Instance.extend({
    state: z.enum(['OPEN', 'CLOSED']),
    minutes: z
      .number()
      .positive()
      .max(MOST_HOURS * 60),
    reason: Reason,
  }),
  says: (_, { state, minutes, ...one }) =>
    `Within 2 s ${
      state === 'OPEN'
        ? `calls to ${instanceName(one)} fail at once`
        : `calls to ${instanceName(one)} go through, however many fail`
    }, for ${minutes} min. Then one trial call goes to it before all do.`,
  run: async (stage, { service, instance, state, minutes, reason }) =>
    (await breakersOf(stage)).force(
      { service, instance },
      { state, for: Math.round(minutes * 60_000), reason },
    ),
});

/** As `npm run breaker -- release`. */
export const releaseBreaker = act({
  input: Instance,
  says: (_, one) =>
    `Within 2 s the breaker of ${instanceName(one)} is left to itself again. One that was forced open lets a trial call through, and closes if that goes well.`,
  run: async (stage, { service, instance }) => (await breakersOf(stage)).force({ service, instance }),
});

async function registryOf(stage: Stage): Promise<StageRegistry> {
  return new StageRegistry(stage.access, (await stage.table('Registry')).name, stage);
}

async function breakersOf(stage: Stage): Promise<StageBreakers> {
  const [breakers, registry] = await Promise.all([stage.table('Breaker'), stage.table('Registry')]);
  return new StageBreakers(
    stage.access,
    { breakers: breakers.name, registry: registry.name },
    stage.dynamodb,
  );
}
