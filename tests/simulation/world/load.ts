import { join } from 'node:path';
import { environmentOf, FUNCTIONS, nameOf, type SimulatedFunction } from './shop.ts';

export type Handler = (event: unknown, context: { awsRequestId: string }) => Promise<unknown>;

export interface Loaded extends SimulatedFunction {
  name: string;
  handler: Handler;
}

/**
 * Imports the handlers, each with its service's environment, as Lambda does: configuration is read and clients are
 * made while the module is evaluated. The modules live as long as the worker, so that what a handler keeps in memory
 * is kept from run to run; ids are never used twice, so that it recognises nothing.
 */
async function loadFunctions(): Promise<Map<string, Loaded>> {
  const loaded = new Map<string, Loaded>();
  for (const declared of FUNCTIONS) {
    Object.assign(process.env, environmentOf(declared.service));
    const file = join(import.meta.dirname, '..', '..', '..', 'functions', `${declared.entry}.ts`);
    const { handler } = (await import(/* @vite-ignore */ file)) as { handler: Handler };
    loaded.set(nameOf(declared), { ...declared, name: nameOf(declared), handler });
  }
  return loaded;
}

export const LOADED = await loadFunctions();

/** The function behind a state of the state machine. @throws Error when there is none. */
export function functionOfStep(step: string): Loaded {
  const found = [...LOADED.values()].find((one) => one.step === step);
  if (!found) throw new Error(`the state machine names ${step}, which no simulated function is`);
  return found;
}
