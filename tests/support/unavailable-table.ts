import type { Table } from '../../functions/platform/table.ts';

/** A table that fails whatever it is asked, without having looked at any condition. */
export const unavailableTable = (): Table =>
  new Proxy({} as Table, { get: () => () => Promise.reject(new Error('the table is unavailable')) });
