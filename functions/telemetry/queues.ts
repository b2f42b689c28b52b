/** A queue of the stage, by its name without app and stage. */
export interface Queue {
  name: string;
  /** Whether things wait on it for people, and no consumer empties it. */
  forPeople: boolean;
}

/** How the deployment ends the name of a queue on which things wait for people. */
const FOR_PEOPLE = '!';

/** Every queue of the stage in a kilobyte: Lambda takes 4 KB of environment in all. @example 'orders-start-saga orders-parked!' */
export const describeQueues = (queues: readonly Queue[]): string =>
  queues.map(({ name, forPeople }) => (forPeople ? `${name}${FOR_PEOPLE}` : name)).join(' ');

/** Reads it. */
export const deployedQueues = (text: string): Queue[] =>
  text.split(' ').map((word) => ({
    name: word.replace(FOR_PEOPLE, ''),
    forPeople: word.endsWith(FOR_PEOPLE),
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
    consumers: queues.filter(({ forPeople }) => !forPeople).map(({ name }) => parted(name)),
    publishers: queues
      .filter(({ name }) => name.endsWith(UNPUBLISHED))
      .map(({ name }) => name.slice(0, -UNPUBLISHED.length)),
  };
}
