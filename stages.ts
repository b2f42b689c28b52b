import { preview } from './stages/preview.ts';
import { production } from './stages/production.ts';
import type { StageConfig } from './stages/stage-config.ts';
import { staging } from './stages/staging.ts';

/**
 * The stages of this project in AWS, by name or pattern (`pr-*`), each with its file: add yours. A name that is not here goes to
 * AWS as well, with what its environment says, unless it looks like a stage on this machine (`local`, `local-*`, `test-*`): that is taken
 * for a slip and refused, also where only a pattern here covers it (`pr-local`).
 */
const CONFIGS: Readonly<Record<string, StageConfig>> = { production, staging, 'pr-*': preview };

export const stages = Object.keys(CONFIGS);

/** The file of a stage; undefined for one that has none. */
export function configOf(stage: string): StageConfig | undefined {
  const pattern = stages.find(
    (one) => one === stage || (one.endsWith('*') && stage.startsWith(one.slice(0, -1))),
  );
  return pattern === undefined ? undefined : CONFIGS[pattern];
}
