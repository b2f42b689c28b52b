/** What an instance registers with its deployment: where it is, and how it is spoken to. */
export interface Instance {
  /** The service that it is an instance of: `users`. */
  service: string;
  /** Its name within the service: `a`. */
  instance: string;
  /** Where it is called: the ARN or name of a function, or a URL. What it means is the caller's matter. */
  address: string;
  /** How it may be spoken to, such as `connect` and `grpc-web`. */
  protocols: string[];
  /** Of its code; none when nobody has said. */
  version?: string;
  /** Its share of the calls in relation to the other instances of the service; above zero. */
  weight: number;
  /** RFC 3339, UTC. */
  registeredAt: string;
}

/** `unknown`: nobody has looked, or not lately. That is no news, neither good nor bad. */
export type Health = 'healthy' | 'degraded' | 'down' | 'unknown';

/** An instance and what is known about it now: of one that is known from the deployment alone, not when it was registered. */
export interface InstanceState extends Omit<Instance, 'registeredAt'> {
  registeredAt?: string;
  health: Health;
  /** Taken out of service by operators on call: it gets no calls, however healthy. */
  drained: boolean;
  /** Why it is drained, or why it is not healthy. */
  reason?: string;
  /** Since when its health is what it is; RFC 3339, UTC. */
  since?: string;
}

/** An instance that stands in the registry. */
export type RegisteredInstance = InstanceState & Instance;

/** An instance's name among all instances: `users/a`. Its breaker goes by it, too. */
export const instanceName = ({ service, instance }: Pick<Instance, 'service' | 'instance'>): string =>
  `${service}/${instance}`;

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
