import type { Caller } from '../platform/http/authenticate.ts';
import { ServiceError } from '../platform/service-error.ts';
import type { TokenHolder } from './token-holder.ts';

/**
 * The caller, if the path names their own account. Somebody else's does not exist, whatever the caller's roles.
 *
 * @throws ServiceError `notFound`
 */
export function requireSelf(caller: Caller, { id }: { id: string }): TokenHolder {
  if (id !== caller.id) throw new ServiceError('notFound', 'There is no such user.');
  return caller;
}
