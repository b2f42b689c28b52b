import type { Kind } from './providers/kind.ts';
import { providerUrn, type Resource } from './resource.ts';
import { ResourceError } from './resource-error.ts';
import { inOrder } from './state.ts';

/** A resource that cannot stay while another is replaced, and the properties because of which it cannot. */
export interface Dependent {
  readonly resource: Resource;
  readonly replacing: string[];
}

export interface DependentsOptions {
  /** The resources of the stage. */
  readonly all: readonly Resource[];
  readonly kindOf: (type: string) => Promise<Kind>;
  /** Resources that are not asked about: those that the program has declared already no longer depend on it. */
  readonly except: (urn: string) => boolean;
}

/**
 * The dependents that have to be deleted before a resource is, where that is deleted before its replacement is created: those with a
 * property that comes from it and cannot be changed in place, and their own. In the order in which they are deleted.
 *
 * Source: calculateDependentReplacements in pkg/resource/deploy/step_generator.go of Pulumi.
 *
 * @throws ResourceError if one of them is protected.
 */
export async function dependentsOf(
  root: Resource,
  { all, kindOf, except }: DependentsOptions,
): Promise<Dependent[]> {
  const going = new Set([root.urn]);
  const found: Dependent[] = [];
  for (const resource of inOrder(all)) {
    const { urn, type, custom, external, provider, propertyDependencies = {}, inputs } = resource;
    if (!custom || external || resource.delete || going.has(urn) || except(urn)) continue;
    const about = Object.entries(propertyDependencies)
      .filter(([name, urns]) => name in inputs && urns.some((one) => going.has(one)))
      .map(([name]) => name);
    const ofProvider = provider !== undefined && going.has(providerUrn(provider));
    if (about.length === 0 && !ofProvider) continue;
    const { update, replaceOn = [], noEffect = [] } = await kindOf(type);
    const replacing = about.filter(
      (name) => (update ? replaceOn : about).includes(name) && !noEffect.includes(name),
    );
    if (replacing.length === 0 && !ofProvider) continue;
    if (resource.protect)
      throw new ResourceError(urn, `is protected and would have to be replaced together with ${root.urn}`);
    going.add(urn);
    found.push({ resource, replacing });
  }
  return found.reverse();
}
