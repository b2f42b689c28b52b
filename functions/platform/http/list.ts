import { ServiceError } from '../service-error.ts';
import type { Page } from '../table.ts';

/**
 * Reads a cursor back into the id after which the page begins. It holds nothing but that id, so a forged cursor can
 * at most begin somewhere else in the caller's own list.
 *
 * @throws ServiceError `invalid` when it was not made by `listOf`.
 */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (/^[\w.-]{1,128}$/.test(text)) return text;
  throw new ServiceError('invalid', 'The query is not valid.', {
    violations: [{ pointer: '/query/cursor', detail: 'Not a cursor that this list gave out' }],
  });
}

/** A page as clients see it: `next` is null at the end. */
export function listOf<T, V>(page: Page<T>, toView: (item: T) => V, idOf: (item: T) => string) {
  const last = page.last && page.items.at(-1);
  return {
    items: page.items.map(toView),
    next: last ? Buffer.from(idOf(last)).toString('base64url') : null,
  };
}
