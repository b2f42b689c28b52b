import type { CellState } from '../kit/discovery/cell.ts';

type ServiceStatus = 'ok' | 'degraded' | 'down';

/** What the public learns: which services answer. How many cells they have, and what is the matter, is not its business. */
export interface PublicHealth {
  status: 'ok' | 'degraded';
  services: Record<string, ServiceStatus>;
}

/** Unknown counts as well: a prober that is late is no outage. */
const isWell = ({ health }: CellState): boolean => health === 'healthy' || health === 'unknown';

function statusOf(cells: CellState[]): ServiceStatus {
  const inService = cells.filter(({ drained }) => !drained);
  if (!inService.some(({ health }) => health !== 'down')) return 'down';
  return inService.every(isWell) ? 'ok' : 'degraded';
}

/** The health of every service, from that of its cells. A drained cell is nobody's trouble, as long as there is another. */
export function publicHealth(cells: CellState[]): PublicHealth {
  const byService = Map.groupBy(cells, ({ service }) => service);
  const services = Object.fromEntries([...byService].map(([name, those]) => [name, statusOf(those)]));
  const isOk = Object.values(services).every((status) => status === 'ok');
  return { status: isOk ? 'ok' : 'degraded', services };
}
