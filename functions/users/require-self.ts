import type { Caller } from '../platform/http/authenticate.ts';
import { ServiceError } from '../platform/service-error.ts';
import type { TokenHolder } from './token-holder.ts';

/**
 * The caller, if the path names the caller's own account. For any other account the answer is 404, whatever the caller's roles.
 *
 * @throws ServiceError `notFound`
 */
export function requireSelf(caller: Caller, { id }: { id: string }): TokenHolder {
  if (id !== caller.id) throw new ServiceError('notFound', 'There is no such user.');
  return caller;
}
