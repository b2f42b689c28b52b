/// <reference path="../../.sst/platform/config.d.ts" />
import type { Resilience } from '../resilience.ts';
import { CELLS, type CelledService } from '../settings.ts';
import { invokesCells, readsRegistry, registryPath } from './cells.ts';
import type { Needs, Permission } from './needs.ts';

/** Every service that can be called. */
export const CELLED = Object.keys(CELLS) as CelledService[];

/** What reads the registry. */
export const registryReader = () => ({
  environment: { REGISTRY_PATH: registryPath() } as Record<string, $util.Input<string>>,
  permissions: [readsRegistry()],
});

/**
 * What a function needs that calls services: their cells, the registry in which it finds them, and the breakers that it
 * shares with others (functions/kit/rpc/own-cells.ts).
 *
 * @example service.function('api/get-me', calling(['users', 'orders'], { resilience, environment: auth.verify }))
 */
export function calling(
  services: CelledService[],
  { resilience, ...needs }: Needs & { resilience: Resilience },
): Needs {
  const registry = registryReader();
  const { environment, permissions } = resilience.calling;
  return {
    ...needs,
    environment: { ...needs.environment, ...registry.environment, ...environment },
    permissions: [
      ...(needs.permissions ?? []),
      ...registry.permissions,
      ...(permissions as Permission[]),
      invokesCells(services),
    ],
  };
}
