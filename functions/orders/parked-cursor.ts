import { ServiceError } from '../platform/service-error.ts';
import type { Parked } from './waiting-orders.ts';

/** Where the next page of parked orders begins: `<order id>.<ms since 1970>`. */
export const cursorOf = ({ id, waitsSince }: Parked): string => `${id}.${Date.parse(waitsSince)}`;

/** @throws ServiceError `invalid` when it is none that `cursorOf` made. */
export function afterCursor(text: string | undefined): Parked | undefined {
  if (text === undefined) return undefined;
  const [, id, ms] = /^(.+)[.](\d{1,13})$/.exec(text) ?? [];
  if (id && ms) return { id, waitsSince: new Date(Number(ms)).toISOString() };
  throw new ServiceError('invalid', 'The query is not valid.', {
    violations: [{ pointer: '/query/cursor', detail: 'Not a cursor that this list gave out' }],
  });
}
