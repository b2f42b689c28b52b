/// <reference path="../../.sst/platform/config.d.ts" />
import type { Resilience } from '../resilience.ts';
import type { RpcService } from '../settings.ts';
import { instancesReader, invokesInstances } from './instances.ts';
import type { Needs, Permission } from './needs.ts';

/**
 * What a function needs that calls services: their instances, the registry in which it finds them, and the breakers that it
 * shares with others (functions/platform/rpc/instances-from-environment.ts).
 *
 * @example service.function('api/get-me', calling(['users', 'orders'], { resilience, environment: auth.verify }))
 */
export function calling(
  services: RpcService[],
  { resilience, ...needs }: Needs & { resilience: Resilience },
): Needs {
  const registry = instancesReader();
  const { environment, permissions } = resilience.calling;
  return {
    ...needs,
    environment: { ...needs.environment, ...registry.environment, ...environment },
    permissions: [
      ...(needs.permissions ?? []),
      ...registry.permissions,
      ...(permissions as Permission[]),
      invokesInstances(services),
    ],
  };
}
