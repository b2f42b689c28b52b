import * as z from 'zod/mini';
import { ROLES, type Role } from '../../contracts/roles.ts';
import { ServiceError } from '../service-error.ts';

/**
 * Who calls a method: another service, which IAM has let through to the instance, or a person, whose token the public door
 * has verified. Nothing that a client sends can become a service: only the door makes calls for clients, and it names the
 * owner of the token.
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

/** A service, or a person with one of the roles. */
export function isAllowed(caller: RpcCaller, roles: readonly Role[] = []): boolean {
  return 'service' in caller || caller.user.roles.some((role) => roles.includes(role));
}

/** A service, the person whose id this is, or one with one of the roles. */
export const isAbout = (caller: RpcCaller, id: string, roles: readonly Role[] = []): boolean =>
  isAllowed(caller, roles) || ('user' in caller && caller.user.id === id);

/**
 * Lets services pass, and nobody else.
 *
 * @throws ServiceError `forbidden`.
 */
export function requireService(caller: RpcCaller): void {
  if ('service' in caller) return;
  throw new ServiceError('forbidden', 'Services alone call this.');
}

/**
 * Lets services pass, and people with one of the roles.
 *
 * @throws ServiceError `forbidden`.
 */
export function requireRole(caller: RpcCaller, roles: readonly Role[]): void {
  if (isAllowed(caller, roles)) return;
  throw new ServiceError('forbidden', `This needs one of the roles: ${roles.join(', ')}.`);
}
