import type { Queue } from '../../functions/telemetry/queues.ts';

const queues: Queue[] = [];

/** Notes a queue, by its name without app and stage. */
export const noteQueue = (queue: Queue): number => queues.push(queue);

/** Every queue that was declared so far, by name. */
export const knownQueues = (): Queue[] => queues.toSorted((a, b) => a.name.localeCompare(b.name));
