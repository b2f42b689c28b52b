import { userInfo } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { command } from '@serverless-orders/command-line/command';
import { counted } from '@serverless-orders/command-line/counted';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import { UserError } from '@serverless-orders/command-line/user-error';
import {
  type BreakerView,
  DynamoBreakerStore,
  listBreakers,
  viewOf,
} from '@serverless-orders/resilience/breaker';
import { tableRegistry } from '@serverless-orders/resilience/discovery';
import { explainAccess, type StageAccess, stageAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { StageTable } from '../stage/table.ts';
import { breakerWord, FORCE_OPTIONS, type Named } from './arguments.ts';

const words = { breaker: breakerWord };

/** `npm run breaker -- list | open | close | release`: the circuit breakers of a stage, by hand. */
export const breaker = command({
  name: 'breaker',
  summary:
    'lists and forces circuit breakers (-- list, -- open <service>[/<instance>] --for 10m --reason "...")',
  stage: anyStage,
  actions: {
    list: action({ help: 'the breakers that have counted something', json: true, run: list }),
    open: action({
      help: 'forces it open for a while: its calls fail at once',
      words,
      options: FORCE_OPTIONS,
      json: true,
      run: (input) => force(input, { state: 'OPEN', ...input }),
    }),
    close: action({
      help: 'forces it closed for a while: its calls go through',
      words,
      options: FORCE_OPTIONS,
      json: true,
      run: (input) => force(input, { state: 'CLOSED', ...input }),
    }),
    release: action({ help: 'leaves it to itself again', words, json: true, run: (input) => force(input) }),
  },
});

/** Calls with the breakers of a stage, and explains what AWS does not allow. */
async function withBreakers<T>(
  stage: string,
  work: (at: { table: string; client: DynamoDBClient; access: StageAccess }) => Promise<T>,
): Promise<T> {
  const access = await stageAccess(stage);
  try {
    const { name: table } = await StageTable.find(stage, 'Breaker');
    return await work({ table, client: new DynamoDBClient(access.config), access });
  } catch (thrown) {
    throw explainAccess(thrown, stage);
  }
}

function list({ stage }: Request): Promise<Output> {
  return withBreakers(stage, async (at) => {
    const views = await listBreakers(at);
    const open = views.filter(({ state }) => state !== 'CLOSED').length;
    const sum =
      open === 0
        ? `all breakers of stage ${stage} are closed`
        : `${counted(open, 'breaker')} of stage ${stage} ${open === 1 ? 'is' : 'are'} not closed; what is not listed is closed`;
    return { lines: [...views.map(line), sum], document: { stage, breakers: views } };
  });
}

function line({ name, state, openUntil, failures, forced }: BreakerView): string {
  const told = failures > 0 ? `${failures} failures` : '';
  const until = openUntil && !forced ? `until ${openUntil}` : '';
  const hand = forced ? `by ${forced.by} until ${forced.until}: ${forced.reason}` : '';
  return `${name.padEnd(24)}${state.padEnd(11)}${[until, told, hand].filter(Boolean).join(', ')}`.trimEnd();
}

interface Forced {
  state: 'OPEN' | 'CLOSED';
  for: number;
  reason: string;
}

function force({ stage, breaker }: Request & { breaker: Named }, to?: Forced): Promise<Output> {
  return withBreakers(stage, async ({ table, client, access }) => {
    const store = new DynamoBreakerStore({ table, client, timeoutMs: 10_000 });
    const now = Date.now();
    const forced = to && {
      state: to.state,
      reason: to.reason,
      by: userInfo().username,
      until: now + to.for,
    };
    const views: BreakerView[] = [];
    for (const name of await instancesOf(breaker, access))
      views.push(viewOf(name, await store.force(name, forced, now), now));
    const sum = `${views.length} ${views.length === 1 ? 'breaker was' : 'breakers were'} ${forced ? `forced ${forced.state}` : 'released'}; callers know within 2 s`;
    return { lines: [...views.map(line), sum], document: { stage, breakers: views } };
  });
}

/** The breakers that are meant: those of all registered instances, when no instance is named. */
async function instancesOf({ service, instance }: Named, { config, stage }: StageAccess): Promise<string[]> {
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
