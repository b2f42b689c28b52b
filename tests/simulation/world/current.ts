import { AsyncLocalStorage } from 'node:async_hooks';

/** What a piece of running code can ask of the world around it. */
export interface Here {
  /** Milliseconds since 1970, as this world has it. */
  now: () => number;
  /** From 0 to 1. */
  random: () => number;
  newId: () => string;
  pause: (ms: number) => Promise<void>;
  /** Answers a command that an AWS SDK client of this code sends. */
  send: (service: string, command: unknown) => Promise<unknown>;
}

const KEY = Symbol.for('simulation.here');
const shared = globalThis as unknown as Record<symbol, AsyncLocalStorage<Here> | undefined>;

/** Which invocation the running code belongs to. One for all copies of this module. */
shared[KEY] ??= new AsyncLocalStorage<Here>();
export const here: AsyncLocalStorage<Here> = shared[KEY];

/** @throws Error outside of a simulated invocation. */
export function current(): Here {
  const found = here.getStore();
  if (!found) throw new Error('this code runs outside of the simulation');
  return found;
}
