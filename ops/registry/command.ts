import { userInfo } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { optional, required, UsageError } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import { UserError } from '@serverless-orders/command-line/user-error';
import { type InstanceState, instanceName } from '@serverless-orders/resilience/discovery';
import { RegistryRepository } from '../../functions/registry/repository.ts';
import { explainAccess, type StageAccess, stageAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { StageTable } from '../stage/table.ts';

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
      run: (input) => change(input, ({ access }) => checkNow(access)),
    }),
    drain: action({
      help: 'takes an instance out of what callers find',
      words,
      options: { reason: optional('"why"', 'why, for whoever looks at the registry next') },
      json: true,
      run: (input) =>
        change(input, (stage) => drain(stage, input.instance, input.reason ?? 'drained by hand')),
    }),
    restore: action({
      help: 'lets callers find it again',
      words,
      json: true,
      run: (input) =>
        change(input, async ({ repository }) => {
          await known(repository, input.instance);
          await repository.restore(input.instance);
        }),
    }),
  },
});

interface Stage {
  repository: RegistryRepository;
  access: StageAccess;
}

/** Does something to a stage's registry, and shows what it is then. */
async function change({ stage }: Request, work?: (at: Stage) => Promise<void>): Promise<Output> {
  const access = await stageAccess(stage);
  try {
    const { name } = await StageTable.find(stage, 'Registry');
    const repository = new RegistryRepository(name, new DynamoDBClient(access.config));
    const { instances } = await repository.read();
    if (instances.length === 0)
      throw new UserError(`no instance is registered on stage ${stage}`, 'deploy it first');
    await work?.({ repository, access });
    return await show(repository, stage);
  } catch (thrown) {
    throw explainAccess(thrown, stage);
  }
}

async function known(repository: RegistryRepository, instance: Named): Promise<void> {
  const names = (await repository.read()).instances.map(instanceName);
  if (names.includes(instanceName(instance))) return;
  throw new UserError(`there is no instance ${instanceName(instance)}`, `name one of ${names.join(', ')}`);
}

async function drain({ repository }: Stage, instance: Named, reason: string): Promise<void> {
  await known(repository, instance);
  const since = new Date().toISOString();
  await repository.drain(instance, { reason, by: userInfo().username, since });
}

/** Runs the stage's own health check once, with its role and its network. */
async function checkNow({ config, prefix }: StageAccess): Promise<void> {
  const client = new LambdaClient({ ...config, maxAttempts: 1 });
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: `${prefix}registry-check-health`, Payload: '{}' }),
  );
  if (!FunctionError) return;
  const answer = Buffer.from(Payload ?? []).toString();
  throw new UserError(
    `the health check failed (${FunctionError}: ${answer})`,
    'npm run logs -- check-health',
  );
}

async function show(repository: RegistryRepository, stage: string): Promise<Output> {
  const { instances } = await repository.read();
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
