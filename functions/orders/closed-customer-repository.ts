import { itemKey } from '../platform/key.ts';
import type { Table } from '../platform/table.ts';

const customerKey = (id: string) => itemKey(['CUSTOMER', id], ['CUSTOMER']);

/** Customers of whom no orders are taken, each until a time: the only place that writes these rows. */
export class ClosedCustomerRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** Until when a customer is closed, in seconds since 1970; undefined for one who is not. */
  async closedUntil(customerId: string): Promise<number | undefined> {
    return (await this.#table.get<{ expiresAt: number }>(customerKey(customerId)))?.expiresAt;
  }

  /** @param expiresAt in seconds since 1970; then the row may go (TTL). */
  close(customerId: string, expiresAt: number): Promise<void> {
    return this.#table.write([{ put: { ...customerKey(customerId), expiresAt } }]);
  }

  reopen(customerId: string): Promise<void> {
    return this.#table.write([{ delete: customerKey(customerId) }]);
  }
}
