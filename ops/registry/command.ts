import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type InstanceState, instanceName } from '@serverless-orders/resilience/discovery';
import type { Command } from '../../cli/main.ts';
import { RegistryRepository } from '../../functions/registry/repository.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { explainAccess, type StageAccess, stageAccess } from '../stage/access.ts';
import { StageTable } from '../stage/table.ts';
import { parseRegistryArguments, type RegistryRequest } from './arguments.ts';

/** `npm run registry -- list | drain | restore | probe`: the instances of all services, on any stage. */
export const registry: Command = {
  summary:
    'lists, drains, restores and checks instances (-- list, -- drain users/a, -- restore users/a, -- probe)',
  async run(args) {
    const request = parseRegistryArguments(args);
    const access = await stageAccess(request.stage);
    try {
      const { name } = await StageTable.find(request.stage, 'Registry');
      const repository = new RegistryRepository(name, new DynamoDBClient(access.config));
      const { instances } = await repository.read();
      if (instances.length === 0)
        throw new UserError(`no instance is registered on stage ${request.stage}`, 'deploy it first');
      await change(request, { instances, repository, access });
      await show(repository, request.stage);
    } catch (thrown) {
      throw explainAccess(thrown, request.stage);
    }
    return 0;
  },
};

interface Stage {
  instances: InstanceState[];
  repository: RegistryRepository;
  access: StageAccess;
}

async function change(request: RegistryRequest, { instances, repository, access }: Stage): Promise<void> {
  if (request.action === 'list') return;
  if (request.action === 'probe') return checkNow(access);
  const { action, service, instance } = request;
  const name = instanceName({ service, instance });
  if (!instances.some((one) => instanceName(one) === name))
    throw new UserError(
      `there is no instance ${name}`,
      `name one of ${instances.map(instanceName).join(', ')}`,
    );
  if (action === 'restore') return repository.restore({ service, instance });
  const since = new Date().toISOString();
  await repository.drain({ service, instance }, { reason: request.reason, by: request.by, since });
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

async function show(repository: RegistryRepository, stage: string): Promise<void> {
  const { instances } = await repository.read();
  for (const instance of instances) {
    const { health, drained, since, reason, registeredAt } = instance;
    const state = drained ? `drained (${health})` : health;
    const why = [since && `since ${since}`, reason].filter(Boolean).join(': ');
    console.log(
      `${instanceName(instance).padEnd(16)}${state.padEnd(20)}deployed ${registeredAt}  ${why}`.trimEnd(),
    );
  }
  const drained = instances.filter((instance) => instance.drained).length;
  const ill = instances.filter(({ health }) => health === 'down' || health === 'degraded').length;
  console.log(`${instances.length} instances on stage ${stage}, ${drained} drained, ${ill} not healthy`);
}
