import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DomainEvent } from '../../../functions/contracts/events.ts';
import type { Demand } from '../../../functions/inventory/demand-repository.ts';
import { type StageRows, shopRows } from '../../../ops/ledger/rows.ts';
import type { World } from '../world/world.ts';

type Row = { pk: string; sk: string } & Record<string, unknown>;

/** What stands in the tables at the end of a run. */
export interface WorldRows extends StageRows {
  /** Outbox records by service. */
  events: Record<string, DomainEvent[]>;
  /** Inventory's figures by sku. */
  demand: Map<string, Partial<Demand>>;
}

export function readRows(world: World): WorldRows {
  const read = (service: string) =>
    world.store
      .table(service)
      .all()
      .map((item) => unmarshall(item) as Row);
  const [orders, inventory, payments] = [read('orders'), read('inventory'), read('payments')];
  const demandOf = (rows: Row[]) =>
    new Map(
      rows
        .filter(({ sk }) => sk === 'DEMAND')
        .map((row) => [row.pk.slice('STOCK#'.length), row as Partial<Demand>]),
    );
  const eventsOf = (rows: Row[]) =>
    rows.filter(({ sk, event }) => sk.startsWith('EVENT#') && event).map(({ event }) => event as DomainEvent);
  return {
    ...shopRows({ orders, inventory, payments }),
    events: { orders: eventsOf(orders), inventory: eventsOf(inventory), payments: eventsOf(payments) },
    demand: demandOf(inventory),
  };
}
