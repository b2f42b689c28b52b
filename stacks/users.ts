/// <reference path="../.sst/platform/config.d.ts" />
import type { Auth } from './auth.ts';
import type { Gateway } from './gateway.ts';
import { Service } from './service.ts';

/** The users service: accounts, passwords, tokens. */
export function usersStack({ gateway, auth }: { gateway: Gateway; auth: Auth }) {
  const service = new Service('users', { publishes: true });
  const tokens = {
    table: ['GetItem', 'PutItem', 'DeleteItem'] as const,
    ...auth.sign,
    memory: '1024 MB' as const,
  };

  gateway.route(
    'POST /users',
    service.function('api/register-user', { table: ['PutItem'], memory: '1024 MB' }),
  );
  gateway.route(
    'POST /auth/token',
    service.function('api/create-token', { ...tokens, table: ['GetItem', 'PutItem'] }),
  );
  gateway.route(
    'POST /auth/refresh',
    service.function('api/refresh-token', { ...tokens, table: [...tokens.table] }),
  );
  gateway.route('GET /.well-known/jwks.json', service.function('api/get-jwks', { environment: auth.verify }));
  return { table: service.table.name, topic: service.topic };
}
