import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { refuseLookalike, refuseMisspelt } from './stage-name.ts';

/** The stages in AWS that an app declares in its `stages.ts`; none if it has no such file. */
export async function knownStages(app: string): Promise<readonly string[]> {
  const file = join(app, 'stages.ts');
  if (!existsSync(file)) return [];
  const { stages } = (await import(pathToFileURL(file).href)) as { stages: readonly string[] };
  return stages;
}

/**
 * Stops at a name that a person gave to a command and that looks like a local stage's (see {@link refuseLookalike}), or is one
 * letter off a stage of the app's (see {@link refuseMisspelt}).
 */
export async function refuseMistyped(stage: string, app: string): Promise<void> {
  const known = await knownStages(app);
  refuseLookalike(stage, known);
  refuseMisspelt(stage, known);
}
