import * as z from 'zod/mini';
import { ROLES, type Role } from '../../contracts/roles.ts';
import { ServiceError } from '../service-error.ts';

/**
 * Who calls a method: another service, which IAM has let through to the instance, or a person, whose token the public RPC
 * has verified. Nothing that a client sends can become a service: only the public RPC makes calls for clients, and it names
 * the owner of the token. A service calls under its own name: it never stands for a person, or for a role.
 */
export const RpcCaller = z.union([
  z.strictObject({ service: z.string().check(z.minLength(1)) }),
  z.strictObject({
    user: z.strictObject({
      id: z.string().check(z.minLength(1)),
      roles: z.array(z.enum(ROLES)),
      /** Of the account when the token was issued, as in {@link Caller}. */
      epoch: z.optional(z.int()),
    }),
  }),
]);
export type RpcCaller = z.infer<typeof RpcCaller>;

/**
 * Who may call a method: the services that are named, and users with one of the roles. Whose data a user may see is for the
 * method to say, because the request has to be read for it.
 */
export interface RpcAccess {
  services: readonly string[];
  users: readonly Role[];
}

/**
 * Lets those pass who may call a method.
 *
 * @throws ServiceError `forbidden`, without the names of the services: they are nobody else's concern.
 */
export function requireAccess(caller: RpcCaller, { services, users }: RpcAccess): void {
  if ('service' in caller) {
    if (services.includes(caller.service)) return;
    throw new ServiceError('forbidden', `The service ${caller.service} may not call this.`);
  }
  if (caller.user.roles.some((role) => users.includes(role))) return;
  throw new ServiceError(
    'forbidden',
    users.length > 0 ? `This needs one of the roles: ${users.join(', ')}.` : 'Services alone call this.',
  );
}

/** A service, the user whose id this is, or one with one of the roles. */
export const isAbout = (caller: RpcCaller, id: string, roles: readonly Role[] = []): boolean =>
  'service' in caller || caller.user.id === id || caller.user.roles.some((role) => roles.includes(role));
