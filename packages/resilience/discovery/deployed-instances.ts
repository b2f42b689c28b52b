import { type InstanceState, instanceName } from './instance.ts';

/**
 * What a deployment tells every function that calls services: which instances there are, and how they are called. A pattern
 * instead of an address for each keeps it below a kilobyte, whatever the number of instances: Lambda takes 4 KB of environment
 * in all.
 */
export interface DeployedInstances {
  /** `users/a users/b orders/a` */
  INSTANCES: string;
  /** `shop-production-{service}-rpc-{instance}` */
  INSTANCE_ADDRESS: string;
}

/** Writes it. */
export const describeInstances = (
  instances: readonly Pick<InstanceState, 'service' | 'instance'>[],
  address: string,
): DeployedInstances => ({ INSTANCES: instances.map(instanceName).join(' '), INSTANCE_ADDRESS: address });

/**
 * Reads it: the instances as they were deployed, of which nobody has said yet how they are.
 *
 * @example deployedInstances({ INSTANCES: 'users/a', INSTANCE_ADDRESS: 'shop-dev-{service}-rpc-{instance}' })[0].address // shop-dev-users-rpc-a
 * @throws Error when a word is no instance's name.
 */
export function deployedInstances({ INSTANCES, INSTANCE_ADDRESS }: DeployedInstances): InstanceState[] {
  return INSTANCES.split(' ').map((name) => {
    const [service, instance, more] = name.split('/');
    if (!service || !instance || more !== undefined)
      throw new Error(`INSTANCES has ${name}, which names no instance`);
    const address = INSTANCE_ADDRESS.replace('{service}', service).replace('{instance}', instance);
    return { service, instance, address, protocols: [], weight: 1, health: 'unknown', drained: false };
  });
}
