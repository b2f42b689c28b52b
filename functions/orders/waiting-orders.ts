import { keyParts } from '../platform/key.ts';
import { allShards } from '../platform/shards.ts';
import type { Page, Table } from '../platform/table.ts';
import type { Order } from './order.ts';
import { orderKey, PARKED, pendingIn } from './order-item.ts';

interface Waiting {
  pk: string;
  /** RFC 3339. */
  waitsSince: string;
}

/** Where a page of parked orders ends. */
export interface Parked {
  id: string;
  waitsSince: string;
}

const idOf = ({ pk }: Waiting): string => keyParts(pk)[1]!;

/**
 * The orders that are not settled, by the sparse index `Waiting`: it holds the keys of PENDING orders and nothing else,
 * those that wait for manual intervention in a partition of their own, and an order that is settled leaves it. It only reads:
 * the order's row is written by its repository.
 */
export class WaitingOrders {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** Ids of orders that have waited since before a time (RFC 3339), the longest waiting first; not those that are parked. */
  async overdue(before: string, limit: number): Promise<string[]> {
    const pages = await Promise.all(
      allShards().map((shard) =>
        this.#table.query<Waiting>({
          index: 'Waiting',
          where: 'waits = :shard AND waitsSince <= :before',
          values: { ':shard': pendingIn(shard), ':before': before },
          limit,
        }),
      ),
    );
    return pages
      .flatMap(({ items }) => items)
      .sort((a, b) => a.waitsSince.localeCompare(b.waitsSince))
      .slice(0, limit)
      .map(idOf);
  }

  /** Orders that waits for manual intervention, the longest waiting first. */
  async parked(limit: number, after?: Parked): Promise<Page<Parked>> {
    const page = await this.#table.query<Waiting>({
      index: 'Waiting',
      where: 'waits = :parked',
      values: { ':parked': PARKED },
      limit,
      after: after && { ...orderKey(after.id), waits: PARKED, waitsSince: after.waitsSince },
    });
    const items = page.items.map((item) => ({ id: idOf(item), waitsSince: item.waitsSince }));
    return { items, last: page.last };
  }

  /** The orders themselves, in the order of their ids as given; what is gone is left out. At most 100. */
  async read(ids: string[]): Promise<Order[]> {
    const found = new Map((await this.#table.getMany<Order>(ids.map(orderKey))).map((one) => [one.id, one]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }
}
