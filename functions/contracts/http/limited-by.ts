import type { Operation } from './operation.ts';

/**
 * By what the requests of an operation are counted: by who holds the token, or, where nobody has to say who they are
 * and work is done for them, by the address that they come from. Reading what is public is not counted.
 */
export function limitedBy({
  access,
  route,
}: Pick<Operation, 'access' | 'route'>): 'customer' | 'address' | undefined {
  if (access !== 'public') return 'customer';
  return route.startsWith('GET ') ? undefined : 'address';
}
