import * as z from 'zod/mini';
import { UserService } from '../contracts/rpc/users/v1/users_pb.ts';
import { readConfig } from '../platform/config.ts';
import { rpcClient } from '../platform/rpc/client.ts';
import { instancesFromEnvironment } from '../platform/rpc/instances-from-environment.ts';

/**
 * Makes the check that there is such a customer: money that staff pay in under a mistyped id would be nobody's. Where another
 * issuer has the users, the shop does not know them, and every id passes.
 *
 * The check throws ServiceError `notFound`, or `unavailable` when the users service does not answer.
 */
export function makeCustomerCheck(): (customerId: string) => Promise<void> {
  const { AUTH_JWKS_URI: issuer } = readConfig({ AUTH_JWKS_URI: z.optional(z.string()) });
  if (issuer !== undefined) return async () => {};
  const users = rpcClient(UserService, { instances: instancesFromEnvironment(), as: 'payments' });
  return async (id) => {
    await users.getUser({ id });
  };
}
