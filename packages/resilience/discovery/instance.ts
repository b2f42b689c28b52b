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
  /** Taken out of service by people on call: it gets no calls, however healthy. */
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
