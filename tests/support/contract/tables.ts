import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { until } from '../engine.ts';
import { scanService, shopOutputs } from '../outputs.ts';

type Item = Record<string, unknown>;

const key = ({ pk, sk }: Item) => `${pk} ${sk}`;

async function allTables(): Promise<Record<string, Item[]>> {
  const services = Object.keys(shopOutputs().tables) as Parameters<typeof scanService>[0][];
  const entries = await Promise.all(
    services.map(async (service) => {
      const items = await scanService(service);
      return [service, items.sort((a, b) => (key(a) < key(b) ? -1 : 1))] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** How long nothing may happen to be taken for done (ms): events of what came before are still on their way. */
const REST_MS = 1_500;

/** Everything in every table, as soon as two looks at it are the same. */
export function allTablesAtRest(): Promise<Record<string, Item[]>> {
  return until(
    async () => {
      const first = await allTables();
      await sleep(REST_MS);
      return isDeepStrictEqual(first, await allTables()) ? first : undefined;
    },
    { what: 'the tables to be at rest' },
  );
}
