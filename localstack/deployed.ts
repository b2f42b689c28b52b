import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outputsFile, type Places, standInFolder } from './sst/places.ts';

/** A function of a deployed stage, as Lambda knows it. */
export interface DeployedFunction {
  readonly name: string;
  readonly logGroup: string;
}

/** What commands need to know of a stage's latest deploy. */
export interface Deployed {
  readonly app: string;
  readonly functions: readonly DeployedFunction[];
}

const fileOf = (folder: string, stage: string): string => join(folder, 'deployed', `${stage}.json`);

/** Writes it to the stand-in's folder, by a rename, so that a reader never sees half of it. */
export function writeDeployed(folder: string, stage: string, deployed: Deployed): void {
  const file = fileOf(folder, stage);
  const fresh = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(fresh, `${JSON.stringify(deployed)}\n`);
  renameSync(fresh, file);
}

/** Removes it, when the last of the stage's resources was removed. */
export const dropDeployed = (folder: string, stage: string): void =>
  rmSync(fileOf(folder, stage), { force: true });

/** What was deployed of a stage; undefined if it never was, or was removed. */
export const readDeployed = (places: Places, stage: string): Deployed | undefined =>
  readJson(fileOf(standInFolder(places), stage));

/** The names of all stages of an app that were deployed and not removed. */
export function deployedStages(places: Places): string[] {
  try {
    const files = readdirSync(join(standInFolder(places), 'deployed'));
    return files.flatMap((file) => /^(.*)\.json$/.exec(file)?.[1] ?? []).sort();
  } catch {
    return [];
  }
}

/** What the program of a stage's latest deploy returned; undefined when it was never deployed, or was removed. */
export const readOutputs = (places: Places, stage: string): Record<string, unknown> | undefined =>
  readJson(outputsFile(places, stage));

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
