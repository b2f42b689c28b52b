import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Command } from '../../cli/main.ts';
import { RegistryRepository } from '../../functions/registry/repository.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { type CellState, cellName } from '../../packages/resilience/discovery/cell.ts';
import { parseRegistryArguments, type RegistryRequest } from '../oncall/registry-arguments.ts';
import { explainAccess, type StageAccess, stageAccess } from '../oncall/stage-access.ts';
import { StageTable } from './stage-table.ts';

/** `npm run registry -- list | drain | restore | probe`: the cells of all services, on any stage. */
export const registry: Command = {
  summary:
    'lists, drains, restores and probes cells (-- list, -- drain users/a, -- restore users/a, -- probe)',
  async run(args) {
    const request = parseRegistryArguments(args);
    const access = await stageAccess(request.stage);
    try {
      const { name } = await StageTable.find(request.stage, 'Registry');
      const repository = new RegistryRepository(name, new DynamoDBClient(access.config));
      const { cells } = await repository.read();
      if (cells.length === 0)
        throw new UserError(`no cell is registered on stage ${request.stage}`, 'deploy it first');
      await change(request, { cells, repository, access });
      await show(repository, request.stage);
    } catch (thrown) {
      throw explainAccess(thrown, request.stage);
    }
    return 0;
  },
};

interface Stage {
  cells: CellState[];
  repository: RegistryRepository;
  access: StageAccess;
}

async function change(request: RegistryRequest, { cells, repository, access }: Stage): Promise<void> {
  if (request.action === 'list') return;
  if (request.action === 'probe') return probe(access);
  const { action, service, cell } = request;
  const name = cellName({ service, cell });
  if (!cells.some((one) => cellName(one) === name))
    throw new UserError(`there is no cell ${name}`, `name one of ${cells.map(cellName).join(', ')}`);
  if (action === 'restore') return repository.restore({ service, cell });
  const since = new Date().toISOString();
  await repository.drain({ service, cell }, { reason: request.reason, by: request.by, since });
}

/** Runs the stage's own prober once, with its role and its network. */
async function probe({ config, prefix }: StageAccess): Promise<void> {
  const client = new LambdaClient({ ...config, maxAttempts: 1 });
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: `${prefix}registry-probe-cells`, Payload: '{}' }),
  );
  if (!FunctionError) return;
  const answer = Buffer.from(Payload ?? []).toString();
  throw new UserError(`the prober failed (${FunctionError}: ${answer})`, 'npm run logs -- probe-cells');
}

async function show(repository: RegistryRepository, stage: string): Promise<void> {
  const { cells } = await repository.read();
  for (const cell of cells) {
    const { health, drained, since, reason, registeredAt } = cell;
    const state = drained ? `drained (${health})` : health;
    const why = [since && `since ${since}`, reason].filter(Boolean).join(': ');
    console.log(`${cellName(cell).padEnd(16)}${state.padEnd(20)}deployed ${registeredAt}  ${why}`.trimEnd());
  }
  const drained = cells.filter((cell) => cell.drained).length;
  const ill = cells.filter(({ health }) => health === 'down' || health === 'degraded').length;
  console.log(`${cells.length} cells on stage ${stage}, ${drained} drained, ${ill} not healthy`);
}
