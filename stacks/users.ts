/// <reference path="../.sst/platform/config.d.ts" />
import type { Auth } from './auth.ts';
import type { Gateway } from './gateway.ts';
import type { Resilience } from './resilience.ts';
import { calling } from './service/calls.ts';
import { Service } from './service.ts';
import { staffAccount } from './users/staff-account.ts';

/**
 * Hashing a password is nothing but work, by one processor, and this is where Lambda gives a whole one: with 1024 MB a sign-in takes
 * 1.7 times as long and costs 4 % less, with 512 MB three times as long (docs/decisions/0123-memory-follows-the-processor.md).
 */
const HASHING = '1769 MB';

interface Needs {
  gateway: Gateway;
  auth: Auth;
  resilience: Resilience;
}

/** The users service: accounts, preferences, roles; passwords and tokens unless somebody else issues them. */
export function usersStack({ gateway, auth, resilience }: Needs) {
  const service = new Service('users', { publishes: true });
  profiles(service, { gateway, auth, resilience });
  service.consumer('events/clear-user', {
    from: service.topic,
    types: ['user.deleted'],
    table: ['Query', 'DeleteItem'],
  });
  service.instances({ table: ['GetItem', 'PutItem', 'UpdateItem'] });
  if (auth.sign) {
    passwords(service, { gateway, auth });
    passwordLinks(service, { gateway, auth });
    tokens(service, { gateway, auth, sign: auth.sign });
  }
  return {
    table: service.table.name,
    topic: service.topic,
    staff: auth.sign && staffAccount(service),
  };
}

function profiles(service: Service, { gateway, auth, resilience }: Needs): void {
  const environment = auth.verify;
  gateway.route('GET /users', service.function('api/find-users', { table: ['GetItem'], environment }));
  gateway.route('GET /users/{id}', service.function('api/get-user', { table: ['GetItem'], environment }));
  gateway.route(
    'PATCH /users/{id}',
    service.function('api/change-user', {
      table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      environment,
      memory: HASHING,
    }),
  );
  gateway.route(
    'DELETE /users/{id}',
    service.function(
      'api/delete-user',
      calling(['payments', 'orders'], {
        resilience,
        table: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
        environment,
        timeout: '20 seconds',
      }),
    ),
  );
  gateway.route(
    'GET /users/{id}/preferences',
    service.function('api/get-preferences', { table: ['GetItem'], environment }),
  );
  gateway.route(
    'PUT /users/{id}/preferences',
    service.function('api/put-preferences', { table: ['GetItem', 'PutItem', 'UpdateItem'], environment }),
  );
}

function passwords(service: Service, { gateway, auth }: Pick<Needs, 'gateway' | 'auth'>): void {
  const environment = auth.verify;
  gateway.route(
    'POST /users',
    service.function('api/register-user', { table: ['PutItem', 'UpdateItem'], memory: HASHING }),
  );
  gateway.route(
    'PUT /users/{id}/password',
    service.function('api/put-password', {
      table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      environment,
      memory: HASHING,
    }),
  );
  gateway.route(
    'PUT /users/{id}/roles',
    service.function('api/put-roles', {
      table: ['GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      environment,
    }),
  );
}

function passwordLinks(service: Service, { gateway, auth }: Pick<Needs, 'gateway' | 'auth'>): void {
  gateway.route('GET /auth/password', service.function('api/get-password-page'));
  gateway.route(
    'POST /auth/password-link',
    service.function('api/request-password-link', { table: ['GetItem', 'PutItem', 'UpdateItem'] }),
  );
  gateway.route(
    'POST /auth/password',
    service.function('api/set-password', {
      table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      environment: auth.passwordLinks?.verify,
      memory: HASHING,
    }),
  );
  gateway.route('GET /auth/email', service.function('api/get-email-page'));
  gateway.route(
    'POST /auth/email',
    service.function('api/open-email-link', {
      table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      environment: auth.passwordLinks?.verify,
    }),
  );
}

function tokens(
  service: Service,
  { gateway, auth, sign }: Pick<Needs, 'gateway' | 'auth'> & { sign: NonNullable<Auth['sign']> },
): void {
  gateway.route(
    'POST /auth/token',
    service.function('api/create-token', {
      ...sign,
      table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      memory: HASHING,
    }),
  );
  gateway.route(
    'POST /auth/refresh',
    service.function('api/refresh-token', { ...sign, table: ['GetItem', 'UpdateItem', 'DeleteItem'] }),
  );
  gateway.route('POST /auth/revoke', service.function('api/revoke-token', { table: ['DeleteItem'] }));
  gateway.route('GET /.well-known/jwks.json', service.function('api/get-jwks', { environment: auth.verify }));
}
