import type { Grant } from './grants.ts';
import type { Use } from './uses.ts';

/** Grants whose use the end to end tests do not show, and why they are there all the same. */
export interface Exception {
  /** Who, as in Grant; everybody without it. */
  of?: RegExp;
  actions: string[];
  /** On what; anything without it. */
  resource?: RegExp;
  /** Some runs show it, by chance or by how busy the machine is. */
  sometimes?: true;
  reason: string;
}

const isFor = ({ of, actions, resource }: Exception, grant: Grant): boolean =>
  actions.includes(grant.action) && (of?.test(grant.of) ?? true) && (resource?.test(grant.resource) ?? true);

/** What is wrong: grants that nothing used and no exception explains, and exceptions that explain none. */
export function unused(uses: Map<Grant, Use[]>, exceptions: Exception[]): string[] {
  const without = [...uses].filter(([, own]) => own.length === 0).map(([grant]) => grant);
  const unexplained = without.filter((grant) => !exceptions.some((exception) => isFor(exception, grant)));
  const idle = exceptions.filter((exception) => {
    const among = exception.sometimes ? [...uses.keys()] : without;
    return !among.some((grant) => isFor(exception, grant));
  });
  const grants = unexplained.map(
    ({ of, action, resource }) => `${of} is granted ${action} on ${resource}, and nothing used it`,
  );
  return [...new Set(grants), ...idle.map(({ reason }) => `no grant needs this exception: ${reason}`)];
}
