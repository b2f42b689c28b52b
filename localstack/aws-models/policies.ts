import type { Described } from './cloudformation.ts';

export interface NamedPolicy {
  /** The resource that has the policy. */
  of: string;
  /** The document, as text. */
  policy: string;
}

/**
 * The policies of a deployment: of roles, queues, topics and buckets. Trust policies are left out, since they name no resource.
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
