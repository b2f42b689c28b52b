/** A queue of the stage, by its name without app and stage. */
export interface Queue {
  name: string;
  /** Whether things wait on it for an operator, and no consumer empties it. */
  isOperatorQueue: boolean;
}

/** How the deployment ends the name of a queue on which things wait for an operator. */
const OPERATOR_QUEUE = '!';

/** Every queue of the stage in a kilobyte: Lambda takes 4 KB of environment in all. @example 'orders-start-saga orders-parked!' */
export const describeQueues = (queues: readonly Queue[]): string =>
  queues.map(({ name, isOperatorQueue }) => (isOperatorQueue ? `${name}${OPERATOR_QUEUE}` : name)).join(' ');

/** Reads it. */
export const deployedQueues = (text: string): Queue[] =>
  text.split(' ').map((word) => ({
    name: word.replace(OPERATOR_QUEUE, ''),
    isOperatorQueue: word.endsWith(OPERATOR_QUEUE),
  }));

/** The ending of the queue of what a service could not publish. */
const UNPUBLISHED = '-publish-outbox-failed';

/** Consumers and publishers are known by their queues: `<service>-<consumer>`. */
export function labelsOf(queues: readonly Queue[]) {
  const parted = (name: string): { service: string; consumer: string } => {
    const at = name.indexOf('-');
    return { service: name.slice(0, at), consumer: name.slice(at + 1) };
  };
  return {
    consumers: queues.filter(({ isOperatorQueue }) => !isOperatorQueue).map(({ name }) => parted(name)),
    publishers: queues
      .filter(({ name }) => name.endsWith(UNPUBLISHED))
      .map(({ name }) => name.slice(0, -UNPUBLISHED.length)),
  };
}
