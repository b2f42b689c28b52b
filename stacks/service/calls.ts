/// <reference path="../../.sst/platform/config.d.ts" />
import type { Resilience } from '../resilience.ts';
import type { CelledService } from '../settings.ts';
import { cellsReader, invokesCells } from './cells.ts';
import type { Needs, Permission } from './needs.ts';

/**
 * What a function needs that calls services: their cells, the registry in which it finds them, and the breakers that it
 * shares with others (functions/platform/rpc/own-cells.ts).
 *
 * @example service.function('api/get-me', calling(['users', 'orders'], { resilience, environment: auth.verify }))
 */
export function calling(
  services: CelledService[],
  { resilience, ...needs }: Needs & { resilience: Resilience },
): Needs {
  const registry = cellsReader();
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
