/** A queue of the stage, by its name without app and stage. */
export interface Queue {
  name: string;
  /** Whether no consumer empties it: its messages wait for an operator. */
  isOperatorQueue: boolean;
}

/** The mark after the name of an operator queue. */
const OPERATOR_QUEUE = '!';

/** Every queue of the stage as short text, since a function's environment holds 4 KB in all. @example 'orders-start-saga orders-parked!' */
export const describeQueues = (queues: readonly Queue[]): string =>
  queues.map(({ name, isOperatorQueue }) => (isOperatorQueue ? `${name}${OPERATOR_QUEUE}` : name)).join(' ');

/** Reads what `describeQueues` wrote. */
export const deployedQueues = (text: string): Queue[] =>
  text.split(' ').map((word) => ({
    name: word.replace(OPERATOR_QUEUE, ''),
    isOperatorQueue: word.endsWith(OPERATOR_QUEUE),
  }));

/** How the name of a queue ends that holds the events which a service failed to publish. */
const UNPUBLISHED = '-publish-outbox-failed';

/** The consumers and publishers of a stage, taken from the names of their queues: `<service>-<consumer>`. */
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
