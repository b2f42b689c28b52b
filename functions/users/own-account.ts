import type { Caller } from '../kit/http/authenticate.ts';
import { ServiceError } from '../kit/service-error.ts';

/**
 * The caller's own id, if the path names it. Somebody else's account does not exist, whatever the caller's roles.
 *
 * @throws ServiceError `notFound`
 */
export function ownId(caller: Caller, { id }: { id: string }): string {
  if (id !== caller.id) throw new ServiceError('notFound', 'There is no such user.');
  return id;
}
