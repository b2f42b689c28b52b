/// <reference path="../.sst/platform/config.d.ts" />
import type { Auth } from './auth.ts';
import type { Gateway } from './gateway.ts';
import type { Resilience } from './resilience.ts';
import { calling } from './service/calls.ts';
import { deployed, invokesInstances, RPC_SERVICES, registered, registryReader } from './service/instances.ts';
import type { Needs, Permission } from './service/needs.ts';
import { writesRecords } from './service/registry-table.ts';
import { Service } from './service.ts';

interface RegistryOptions {
  gateway: Gateway;
  auth: Auth;
  resilience: Resilience;
}

/** The registry of instances: what asks them how they are, what operators on call do with them, and the public way to them. */
export function registryStack({ gateway, auth, resilience }: RegistryOptions): void {
  const service = new Service('registry');
  const reader = registryReader();
  const needs = (permissions: Needs['permissions'] = [], more: Needs = {}): Needs => ({
    ...more,
    environment: { ...reader.environment, ...more.environment },
    permissions: [...reader.permissions, ...permissions],
  });
  const forOnCall = { environment: auth.verify };
  const forgets = writesRecords('DeleteItem', 'drain', 'health');
  const checking = [writesRecords('PutItem', 'health'), forgets, invokesInstances(RPC_SERVICES)];

  gateway.route('GET /registry', service.function('api/list-instances', needs([], forOnCall)));
  gateway.route(
    'POST /registry/{service}/{cell}/drain',
    service.function('api/drain-instance', needs([writesRecords('PutItem', 'drain')], forOnCall)),
  );
  gateway.route(
    'POST /registry/{service}/{cell}/restore',
    service.function('api/restore-instance', needs([writesRecords('DeleteItem', 'drain')], forOnCall)),
  );
  gateway.route(
    'POST /registry/probe',
    service.function('api/check-now', needs(checking, { ...forOnCall, timeout: '29 seconds' })),
  );
  const { environment } = resilience.calling;
  const withBreakers = { environment: { ...environment, ...auth.verify } };
  const forcing = needs([resilience.forcing], withBreakers);
  gateway.route(
    'GET /breakers',
    service.function('api/list-breakers', { ...withBreakers, permissions: [resilience.listing] }),
  );
  gateway.route('PUT /breakers/{service}/{cell}', service.function('api/force-breaker', forcing));
  gateway.route('DELETE /breakers/{service}/{cell}', service.function('api/release-breaker', forcing));
  const scheduled = new sst.aws.Function(
    'RegistryCheckHealth',
    service.function('events/check-health', needs(checking, { timeout: '50 seconds' })),
  );
  // A deployment that has changed instances asks them how they are: at its end they are known, and awake.
  const checker = new sst.aws.Function(
    'RegistryCheckInstances',
    service.function('deploy/check-instances', needs(checking, { timeout: '2 minutes' })),
  );
  const checked = new aws.lambda.Invocation('RegistryInstancesChecked', {
    functionName: checker.name,
    input: JSON.stringify({ because: 'instances have changed' }),
    triggers: { instances: $util.all(registered()).apply((records) => records.join()) },
  });
  const forgotten = forgetInstances(service, forgets, checked);
  new sst.aws.Cron('RegistryHealthChecks', {
    schedule: 'rate(1 minute)',
    // sst would send an empty event, and the local engine takes an empty one for none.
    event: { because: 'it is time' },
    function: scheduled.arn,
    transform: {
      // At the end the schedule goes first, so that nothing is noted once all is forgotten.
      rule: (_, options) => {
        options.dependsOn = forgotten;
      },
    },
  });
  callRpc({ gateway, auth, resilience });
}

/** What is noted about an instance goes with it, also what has been noted last. */
function forgetInstances(
  service: Service,
  forgets: Permission,
  noted: aws.lambda.Invocation,
): aws.lambda.Invocation {
  const forgetting = new sst.aws.Function(
    'RegistryForgetInstances',
    service.function('deploy/forget-instances', {
      environment: registryReader().environment,
      permissions: [forgets],
      timeout: '30 seconds',
    }),
  );
  return new aws.lambda.Invocation(
    'RegistryInstances',
    {
      functionName: forgetting.name,
      input: JSON.stringify({ instances: deployed() }),
      lifecycleScope: 'CRUD',
    },
    { dependsOn: noted },
  );
}

/** The public way to every method: `POST /rpc/{service}/{method}`. */
function callRpc({ gateway, auth, resilience }: RegistryOptions): void {
  gateway.route(
    'POST /rpc/{service}/{method}',
    new Service('gateway').function(
      'api/call-rpc',
      calling(RPC_SERVICES, { resilience, environment: auth.verify, timeout: '10 seconds' }),
    ),
  );
}
