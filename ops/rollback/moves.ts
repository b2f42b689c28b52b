import type { LambdaClient } from '@aws-sdk/client-lambda';
import { UserError } from '@serverless-orders/command-line/user-error';
import { GOOD, LIVE, move, type Release } from './releases.ts';

/** A release as it is now, and which version answered before. */
export type Moved = Release & { was: string };

/**
 * Has every function answer by the version that was marked good. One that is new since then has none and stays: nothing older calls it.
 *
 * @throws UserError when no version was ever marked: then nothing is moved.
 */
export async function goBack(client: LambdaClient, releases: Release[]): Promise<Moved[]> {
  const marked = releases.filter(({ good }) => good !== undefined);
  if (marked.length === 0) throw unmarked(releases);
  return moveAll(client, marked, ({ good }) => good!);
}

/** Marks the versions that answer as good. */
export async function markGood(client: LambdaClient, releases: Release[]): Promise<Moved[]> {
  const shared = releases.filter(({ others }) => Object.keys(others).length > 0);
  if (shared.length > 0)
    throw new UserError(
      `a canary runs: ${shared.length} functions answer by two versions each`,
      'end it with `npm run rollback -- promote`, or go back with `npm run rollback`',
    );
  const changed = releases.filter(({ live, good }) => live !== good);
  for (const { name, live } of changed) await move(client, { name, alias: GOOD, version: live });
  return changed.map((one) => ({ ...one, good: one.live, was: one.live }));
}

/**
 * Has the newest versions answer a share of the requests, and those that were good the rest. Each request is given to either by chance,
 * function by function.
 *
 * @param share 0 to 1.
 * @throws UserError when a function has no version that was marked good: then nothing is moved.
 */
export async function beginCanary(
  client: LambdaClient,
  releases: Release[],
  share: number,
): Promise<Moved[]> {
  const without = releases.filter(({ good }) => good === undefined);
  if (without.length > 0) throw unmarked(without);
  const newer = releases.filter(({ good, newest }) => good !== newest);
  return moveAll(client, newer, ({ good }) => good!, share);
}

/** Has the newest versions answer all requests. */
export const promoteNewest = (client: LambdaClient, releases: Release[]): Promise<Moved[]> =>
  moveAll(client, releases, ({ newest }) => newest);

const unmarked = (releases: Release[]) =>
  new UserError(
    `no version is marked good of ${releases.map(({ name }) => name).join(', ')}`,
    'mark those that answer, after a smoke test: npm run rollback -- mark',
  );

/** Moves what is not there yet; what stops half way is done by calling it again. */
async function moveAll(
  client: LambdaClient,
  releases: Release[],
  target: (release: Release) => string,
  share = 0,
): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const release of releases) {
    const version = target(release);
    const others: Record<string, number> = share > 0 ? { [release.newest]: share } : {};
    if (release.live === version && JSON.stringify(release.others) === JSON.stringify(others)) continue;
    await move(client, { name: release.name, alias: LIVE, version, others });
    moved.push({ ...release, was: release.live, live: version, others });
  }
  return moved;
}
