import { userInfo } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type BreakerView,
  DynamoBreakerStore,
  listBreakers,
  viewOf,
} from '@serverless-orders/resilience/breaker';
import { tableRegistry } from '@serverless-orders/resilience/discovery';
import type { Command } from '../../cli/main.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { explainAccess, type StageAccess, stageAccess } from '../stage/access.ts';
import { StageTable } from '../stage/table.ts';
import { type BreakerRequest, parseBreakerArguments } from './arguments.ts';

type Force = Exclude<BreakerRequest, { action: 'list' }>;

/** `npm run breaker -- list | open | close | release`: the circuit breakers of a stage, by hand. */
export const breaker: Command = {
  summary:
    'lists and forces circuit breakers (-- list, -- open <service>[/<instance>] --for 10m --reason "...")',
  async run(args) {
    const request = parseBreakerArguments(args);
    const access = await stageAccess(request.stage);
    try {
      const { name: table } = await StageTable.find(request.stage, 'Breaker');
      const client = new DynamoDBClient(access.config);
      if (request.action === 'list') list(await listBreakers({ table, client }), request.stage);
      else await force(request, access, new DynamoBreakerStore({ table, client, timeoutMs: 10_000 }));
    } catch (thrown) {
      throw explainAccess(thrown, request.stage);
    }
    return 0;
  },
};

function list(views: BreakerView[], stage: string): void {
  for (const view of views) console.log(line(view));
  const open = views.filter(({ state }) => state !== 'CLOSED').length;
  console.log(
    `${open} of ${views.length} breakers of stage ${stage} ${open === 1 ? 'is' : 'are'} not closed; what is not listed is closed`,
  );
}

function line({ name, state, openUntil, failures, forced }: BreakerView): string {
  const told = failures > 0 ? `${failures} failures` : '';
  const until = openUntil && !forced ? `until ${openUntil}` : '';
  const hand = forced ? `by ${forced.by} until ${forced.until}: ${forced.reason}` : '';
  return `${name.padEnd(24)}${state.padEnd(11)}${[until, told, hand].filter(Boolean).join(', ')}`.trimEnd();
}

async function force(request: Force, access: StageAccess, store: DynamoBreakerStore): Promise<void> {
  const now = Date.now();
  const forced =
    request.action === 'release'
      ? undefined
      : {
          state: request.action === 'open' ? ('OPEN' as const) : ('CLOSED' as const),
          reason: request.reason,
          by: userInfo().username,
          until: now + request.forMs,
        };
  const names = await instancesOf(request, access);
  for (const name of names) console.log(line(viewOf(name, await store.force(name, forced, now), now)));
  console.log(
    `${names.length} ${names.length === 1 ? 'breaker was' : 'breakers were'} ${forced ? `forced ${forced.state}` : 'released'}; callers know within 2 s`,
  );
}

/** The breakers that are meant: those of all registered instances, when no instance is named. */
async function instancesOf({ service, instance, stage }: Force, { config }: StageAccess): Promise<string[]> {
  const registered = await tableRegistry({
    table: (await StageTable.find(stage, 'Registry')).name,
    client: new DynamoDBClient(config),
    timeoutMs: 10_000,
  })();
  const instances = registered.filter((each) => each.service === service).map((each) => each.instance);
  if (instances.length === 0)
    throw new UserError(
      `no instance of ${service} is registered on stage ${stage}`,
      'npm run registry -- list',
    );
  if (instance !== undefined && !instances.includes(instance))
    throw new UserError(`${service} has no instance ${instance}`, `it has ${instances.join(', ')}`);
  return (instance === undefined ? instances : [instance]).map((each) => `${service}/${each}`);
}
