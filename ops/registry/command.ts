import { optional, required, UsageError } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import { type InstanceState, instanceName } from '@serverless-orders/resilience/discovery';
import { explainAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { StageRegistry } from './stage-registry.ts';

type Named = Pick<InstanceState, 'service' | 'instance'>;

const words = {
  instance: required('<service>/<instance>', 'an instance, as in users/a', (text): Named => {
    const [, service, instance] = /^([a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)$/.exec(text) ?? [];
    if (service === undefined || instance === undefined)
      throw new UsageError(`"${text}" is no instance: it is a service and a name, as in users/a`);
    return { service, instance };
  }),
};

/** `npm run registry -- list | drain | restore | probe`: the instances of all services, on any stage. */
export const registry = command({
  name: 'registry',
  summary:
    'lists, drains, restores and checks instances (-- list, -- drain users/a, -- restore users/a, -- probe)',
  stage: anyStage,
  actions: {
    list: action({ help: 'the instances of all services', json: true, run: (input) => change(input) }),
    probe: action({
      help: 'checks the health of all instances now',
      json: true,
      run: (input) => change(input, (instances) => instances.probe()),
    }),
    drain: action({
      help: 'takes an instance out of what callers find',
      words,
      options: { reason: optional('"why"', 'why, for whoever looks at the registry next') },
      json: true,
      run: ({ instance, reason = 'drained by hand', ...input }) =>
        change(input, (instances) => instances.drain(instance, reason)),
    }),
    restore: action({
      help: 'lets callers find it again',
      words,
      json: true,
      run: ({ instance, ...input }) => change(input, (instances) => instances.restore(instance)),
    }),
  },
});

/** Does something to a stage's registry, and shows what it is then. */
async function change(
  { stage }: Request,
  work?: (instances: StageRegistry) => Promise<void>,
): Promise<Output> {
  try {
    const instances = await StageRegistry.open(stage);
    await instances.read();
    await work?.(instances);
    return await show(instances, stage);
  } catch (thrown) {
    throw explainAccess(thrown, stage);
  }
}

async function show(registered: StageRegistry, stage: string): Promise<Output> {
  const { instances } = await registered.read();
  const lines = instances.map((instance) => {
    const { health, drained, since, reason, registeredAt } = instance;
    const state = drained ? `drained (${health})` : health;
    const why = [since && `since ${since}`, reason].filter(Boolean).join(': ');
    return `${instanceName(instance).padEnd(16)}${state.padEnd(20)}deployed ${registeredAt}  ${why}`.trimEnd();
  });
  const drained = instances.filter((instance) => instance.drained).length;
  const ill = instances.filter(({ health }) => health === 'down' || health === 'degraded').length;
  const sum = `${instances.length} instances on stage ${stage}, ${drained} drained, ${ill} not healthy`;
  return { lines: [...lines, sum], document: { stage, instances } };
}
