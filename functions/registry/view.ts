import type { RegisteredInstance } from '@serverless-orders/resilience/discovery';
import type { InstanceId } from './repository.ts';

/** The instance that a path names: `/registry/users/a` has it as `cell`. */
export const instanceIn = ({ service, cell }: { service: string; cell: string }): InstanceId => ({
  service,
  instance: cell,
});

/** An instance as operators on call see it. */
export const toInstanceView = ({ instance, reason, since, ...rest }: RegisteredInstance) => ({
  ...rest,
  cell: instance,
  ...(reason !== undefined && { reason }),
  ...(since !== undefined && { since }),
});

/** All of them: there are never as many that a list needs pages. */
export const toInstanceList = (instances: RegisteredInstance[]) => ({
  items: instances.map(toInstanceView),
  next: null,
});
