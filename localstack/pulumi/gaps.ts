import { appendFileSync } from 'node:fs';

/** Names the file for `check`, to which a preview writes what this machine lacks instead of stopping at the first. */
export const GAPS_VARIABLE = 'STAND_IN_GAPS';

/** Something that an app needs and that the stand-in or the engine does not have. */
export interface Gap {
  /** What is missing, in words. */
  readonly problem: string;
  /** The resource that needs it, if it is one. */
  readonly urn?: string;
}

/** Called for each gap; the work then goes on as if there were none. */
export type OnGap = (gap: Gap) => void;

/** The last line of the file when the program came to its end. */
export const COMPLETE = '"complete"';

/** Records gaps in a file, one line of JSON each, so that those are kept that were found before the program failed. */
export const gapsFile =
  (file: string): OnGap =>
  (gap) =>
    appendFileSync(file, `${JSON.stringify(gap)}\n`);

/** Gaps by what is missing, with the names of the resources that need it, both sorted. */
export function summarized(gaps: readonly Gap[]): { problem: string; resources: string[] }[] {
  const byProblem = new Map<string, Set<string>>();
  for (const { problem, urn } of gaps) {
    const names = byProblem.get(problem) ?? new Set();
    if (urn) names.add(urn.slice(urn.lastIndexOf('::') + 2));
    byProblem.set(problem, names);
  }
  return [...byProblem]
    .map(([problem, names]) => ({ problem, resources: [...names].sort() }))
    .sort((a, b) => (a.problem < b.problem ? -1 : 1));
}
