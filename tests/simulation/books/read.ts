import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DomainEvent } from '../../../functions/contracts/events.ts';
import type { Demand } from '../../../functions/inventory/demand.ts';
import type { Reservation, Stock } from '../../../functions/inventory/repository.ts';
import type { Order } from '../../../functions/orders/order.ts';
import type { ChargeHeader } from '../../../functions/payments/ledger.ts';
import type { World } from '../world/world.ts';

type Row = { pk: string; sk: string } & Record<string, unknown>;

/** What stands in the tables at the end of a run. */
export interface Books {
  orders: Order[];
  stock: Map<string, Stock>;
  reservations: Map<string, Reservation>;
  charges: Map<string, ChargeHeader>;
  /** Outbox records by service. */
  events: Record<string, DomainEvent[]>;
  /** Inventory's figures by sku. */
  demand: Map<string, Partial<Demand>>;
  payments: Row[];
  rows: (service: string) => Row[];
}

export function readBooks(world: World): Books {
  const read = (service: string) =>
    world.store
      .table(service)
      .all()
      .map((item) => unmarshall(item) as Row);
  const [orders, inventory, payments] = [read('orders'), read('inventory'), read('payments')];
  const byId = <T>(rows: Row[], sk: string, prefix: string) =>
    new Map(
      rows
        .filter((row) => row.sk === sk && row.pk.startsWith(prefix))
        .map((row) => [row.pk.slice(prefix.length), row as unknown as T]),
    );
  const eventsOf = (rows: Row[]) =>
    rows.filter(({ sk, event }) => sk.startsWith('EVENT#') && event).map(({ event }) => event as DomainEvent);
  return {
    orders: [...byId<Order>(orders, 'ORDER', 'ORDER#').values()],
    stock: byId(inventory, 'STOCK', 'STOCK#'),
    reservations: byId(inventory, 'RESERVATION', 'ORDER#'),
    charges: byId(payments, 'TX', 'TX#charge:'),
    events: { orders: eventsOf(orders), inventory: eventsOf(inventory), payments: eventsOf(payments) },
    demand: byId(inventory, 'DEMAND', 'STOCK#'),
    payments,
    rows: read,
  };
}
