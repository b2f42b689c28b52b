import { readFileSync } from 'node:fs';
import { inRoot } from '../paths.ts';

/** What the latest deploy of a stage left behind, undefined when it was never deployed. */
export function readOutputs(stage: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(inRoot('.sst', `outputs.${stage}.json`), 'utf8'));
  } catch {
    return undefined;
  }
}
