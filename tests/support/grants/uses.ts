import { existsSync, readFileSync } from 'node:fs';
import type { Grant } from './grants.ts';
import type { TestFile } from './test-files.ts';

/** That a role used a permission: a line of the engine's record. */
export interface Use {
  /** When (ms since 1970). */
  at: number;
  role: string;
  action: string;
  resource: string;
}

/** The engine's record; empty without one. */
export const readUses = (file: string): Use[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Use)
    : [];

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text);

/** The uses of each grant: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
export function usesOf(grants: Grant[], uses: Use[]): Map<Grant, Use[]> {
  const holders = new Map(grants.map(({ role, of }) => [role, of]));
  const byHolder = Map.groupBy(uses, ({ role, action }) => `${holders.get(role)} ${action}`);
  return new Map(
    grants.map((grant) => {
      const ofHolder = byHolder.get(`${grant.of} ${grant.action}`) ?? [];
      return [grant, ofHolder.filter(({ resource }) => matches(grant.resource, resource))];
    }),
  );
}

/** The test files during which something was used, by their names in tests/e2e; none for what only the deployment used. */
export function filesOf(uses: Use[], files: TestFile[]): string[] {
  const during = uses.flatMap(({ at }) => files.findLast((file) => file.at <= at)?.file ?? []);
  return [...new Set(during.map((file) => file.replace(/^tests\/e2e\/(.*)\.test\.ts$/, '$1')))];
}
