import { rememberOnce } from '../../functions/platform/idempotency.ts';
import type { Table, Write } from '../../functions/platform/table.ts';

/** Does something once under a key, as an idempotent endpoint does. */
export const onceBy = <T>(
  table: Table,
  key: string,
  work: (remember: (answer: T) => Write) => Promise<T>,
  request: unknown = {},
): Promise<T> => {
  const once = rememberOnce<T>(table, { callerId: 'c', key, request });
  return once.do(() => work((answer) => once.write(answer)));
};
