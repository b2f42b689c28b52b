import { type CellState, cellName } from '../../packages/resilience/discovery/cell.ts';

type ServiceStatus = 'ok' | 'degraded' | 'down' | 'unknown';

/** What the public learns: which services answer. How many cells they have, and what is the matter, is not its business. */
export interface PublicHealth {
  status: 'ok' | 'degraded';
  services: Record<string, ServiceStatus>;
}

/** Well is what was found well: a cell that is missing, and one that nobody has asked lately, are not. */
function statusOf(cells: CellState[]): ServiceStatus {
  const inService = cells.filter(({ drained }) => !drained);
  if (!inService.some(({ health }) => health !== 'down')) return 'down';
  if (inService.every(({ health }) => health === 'unknown')) return 'unknown';
  return inService.every(({ health }) => health === 'healthy') ? 'ok' : 'degraded';
}

/**
 * The health of every service that should be there, from that of its cells. A drained cell is nobody's trouble, as long as
 * there is another; one that was deployed and is not registered is as good as down.
 *
 * @param deployed the cells that should be there. @param registered those that are, and how they are.
 */
export function publicHealth(deployed: readonly CellState[], registered: readonly CellState[]): PublicHealth {
  const missing = deployed.map((cell): [string, CellState] => [cellName(cell), { ...cell, health: 'down' }]);
  const cells = new Map([...missing, ...registered.map((cell) => [cellName(cell), cell] as const)]);
  return healthOf([...cells.values()]);
}

/** The same when the registry does not answer: what should be there is named, and nothing is said of it. */
export const unknownHealth = (deployed: readonly CellState[]): PublicHealth =>
  healthOf(deployed.map((cell) => ({ ...cell, health: 'unknown' })));

function healthOf(cells: CellState[]): PublicHealth {
  const byService = Map.groupBy(cells, ({ service }) => service);
  const services = Object.fromEntries([...byService].map(([name, those]) => [name, statusOf(those)]));
  const found = Object.values(services);
  const isOk = found.length > 0 && found.every((status) => status === 'ok');
  return { status: isOk ? 'ok' : 'degraded', services };
}
