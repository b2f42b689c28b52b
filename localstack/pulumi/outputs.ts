import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployedFunction } from '../deployed.ts';
import type { State } from './state.ts';

/**
 * Writes what the program returned to `.sst/outputs.<stage>.json`. The CLI writes `.sst/outputs.json`, which is the
 * latest deploy's of whatever stage.
 */
export function writeOutputs({ root, stage, state }: { root: string; stage: string; state: State }): void {
  const stack = state.all().find(({ type }) => type === 'pulumi:pulumi:Stack');
  const { _protect, ...outputs } = stack?.outputs ?? {};
  const file = fileOf(root, stage);
  const fresh = `${file}.${process.pid}`;
  mkdirSync(join(root, '.sst'), { recursive: true });
  writeFileSync(fresh, `${JSON.stringify(outputs, null, 2)}\n`);
  renameSync(fresh, file);
}

/** Removes the file, when the last of the stage's resources was deleted. */
export const dropOutputs = ({ root, stage }: { root: string; stage: string }): void =>
  rmSync(fileOf(root, stage), { force: true });

const fileOf = (root: string, stage: string): string => join(root, '.sst', `outputs.${stage}.json`);

/** The functions among a stage's resources. */
export const functionsOf = (state: State): DeployedFunction[] =>
  state
    .all()
    .filter(({ type }) => type === 'aws:lambda/function:Function')
    .map(({ outputs }) => {
      const name = String(outputs?.name);
      const logging = outputs?.loggingConfig as { logGroup?: string } | undefined;
      return { name, logGroup: logging?.logGroup ?? `/aws/lambda/${name}` };
    });
