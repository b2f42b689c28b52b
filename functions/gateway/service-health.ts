import { type InstanceState, instanceName } from '@serverless-orders/resilience/discovery';

type ServiceStatus = 'ok' | 'degraded' | 'down' | 'unknown';

/** What the public learns: which services answer. How many instances they have, and what is the matter, is not its business. */
export interface PublicHealth {
  status: 'ok' | 'degraded';
  services: Record<string, ServiceStatus>;
}

/** Well is what was found well: an instance that is missing, and one that nobody has asked lately, are not. */
function statusOf(instances: InstanceState[]): ServiceStatus {
  const inService = instances.filter(({ drained }) => !drained);
  if (!inService.some(({ health }) => health !== 'down')) return 'down';
  if (inService.every(({ health }) => health === 'unknown')) return 'unknown';
  return inService.every(({ health }) => health === 'healthy') ? 'ok' : 'degraded';
}

/**
 * The health of every service that should be there, from that of its instances. A drained instance is nobody's trouble, as long as
 * there is another; one that was deployed and is not registered is as good as down.
 *
 * @param deployed the instances that should be there. @param registered those that are, and how they are.
 */
export function publicHealth(
  deployed: readonly InstanceState[],
  registered: readonly InstanceState[],
): PublicHealth {
  const missing = deployed.map((instance): [string, InstanceState] => [
    instanceName(instance),
    { ...instance, health: 'down' },
  ]);
  const instances = new Map([
    ...missing,
    ...registered.map((instance) => [instanceName(instance), instance] as const),
  ]);
  return healthOf([...instances.values()]);
}

/** The same when the registry does not answer: what should be there is named, and nothing is said of it. */
export const unknownHealth = (deployed: readonly InstanceState[]): PublicHealth =>
  healthOf(deployed.map((instance) => ({ ...instance, health: 'unknown' })));

function healthOf(instances: InstanceState[]): PublicHealth {
  const byService = Map.groupBy(instances, ({ service }) => service);
  const services = Object.fromEntries([...byService].map(([name, those]) => [name, statusOf(those)]));
  const found = Object.values(services);
  const isOk = found.length > 0 && found.every((status) => status === 'ok');
  return { status: isOk ? 'ok' : 'degraded', services };
}
