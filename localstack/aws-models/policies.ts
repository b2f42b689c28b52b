import type { Described } from './cloudformation.ts';

export interface NamedPolicy {
  /** The resource that it is a part of. */
  of: string;
  /** The document, as text. */
  policy: string;
}

/**
 * The policies that a deployment would write: those of roles, and of queues, topics and buckets. Trust policies are not among
 * them: they name no resource.
 */
export const policiesOf = (resources: readonly Described[]): NamedPolicy[] =>
  resources.flatMap(({ urn, type, inputs }) => {
    if (!type.startsWith('aws:')) return [];
    const of = urn.slice(urn.lastIndexOf('::') + 2);
    const inline = (inputs.inlinePolicies ?? []) as { policy?: unknown }[];
    return [inputs.policy, ...inline.map(({ policy }) => policy)]
      .filter((policy) => typeof policy === 'string' || (typeof policy === 'object' && policy !== null))
      .map((policy) => ({ of, policy: typeof policy === 'string' ? policy : JSON.stringify(policy) }));
  });
