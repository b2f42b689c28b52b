import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { State } from './state.ts';

/**
 * Writes what the program returned to `.sst/outputs.<stage>.json`. The CLI writes `.sst/outputs.json`, which is the
 * latest deploy's of whatever stage.
 */
export function writeOutputs({ root, stage, state }: { root: string; stage: string; state: State }): void {
  const stack = state.all().find(({ type }) => type === 'pulumi:pulumi:Stack');
  const { _protect, ...outputs } = stack?.outputs ?? {};
  const file = join(root, '.sst', `outputs.${stage}.json`);
  const fresh = `${file}.${process.pid}`;
  mkdirSync(join(root, '.sst'), { recursive: true });
  writeFileSync(fresh, `${JSON.stringify(outputs, null, 2)}\n`);
  renameSync(fresh, file);
}
