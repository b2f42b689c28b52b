import * as z from 'zod/mini';
import { Id } from '../contracts/http/schemas.ts';
import { EmailAddress, PersonName } from '../contracts/http/user-schemas.ts';
import { ROLES } from '../contracts/roles.ts';
import { UserService } from '../contracts/rpc/users/v1/users_pb.ts';
import { isAbout, type RpcCaller } from '../platform/rpc/caller.ts';
import { timeMessage } from '../platform/rpc/messages.ts';
import { serveRpc } from '../platform/rpc/serve.ts';
import { tableCheck } from '../platform/rpc/table-check.ts';
import { valid } from '../platform/rpc/valid.ts';
import { ServiceError } from '../platform/service-error.ts';
import { tableFromEnvironment } from '../platform/table.ts';
import { makeAccounts } from './composition.ts';
import { toUserView } from './user.ts';

const table = tableFromEnvironment();
const accounts = makeAccounts(table);

const ById = z.object({ id: Id });
const NewAccount = z.object({ name: PersonName, email: EmailAddress });

/** A user can read only their own account, as over HTTP (`notFound` otherwise); a service can read any. */
function readable(request: { id: string }, caller: RpcCaller): string {
  const { id } = valid(ById, request);
  if (!isAbout(caller, id)) throw new ServiceError('notFound', 'There is no such user.');
  return id;
}

/** The users service's side of proto/users/v1/users.proto. */
export const handler = serveRpc(
  UserService,
  {
    async getUser(request, { caller }) {
      const { id, name, email } = await accounts.get(readable(request, caller));
      return { id, name, email };
    },
    async createUser(request, { caller }) {
      if ('user' in caller) await accounts.acting(caller.user, 'staff');
      const { id, name, email } = await accounts.createWithoutPassword(valid(NewAccount, request));
      return { id, name, email };
    },
    async getProfile(request, { caller }) {
      const user = await accounts.get(readable(request, caller));
      return {
        profile: { ...toUserView(user), roles: user.roles, createdAt: timeMessage(user.createdAt) },
      };
    },
  },
  {
    access: {
      getUser: { services: ['payments'], users: ROLES },
      createUser: {
        services: ['gateway', 'inventory', 'notifications', 'orders', 'payments'],
        users: ['staff'],
      },
      getProfile: { services: ['gateway'], users: ROLES },
    },
    checks: { table: tableCheck(table) },
  },
);
