import type { Goal, Resource } from './resource.ts';
import { needsOf } from './state.ts';

/**
 * The resources that a command is about. `sst deploy --target A` names a component, with its children and dependents;
 * `--exclude` is the opposite. Without either, all of them.
 */
export class Targets {
  readonly #targets: Set<string>;
  readonly #excludes: Set<string>;

  constructor({
    targets = [],
    excludes = [],
  }: { targets?: readonly string[]; excludes?: readonly string[] } = {}) {
    this.#targets = new Set(targets);
    this.#excludes = new Set(excludes);
  }

  /** True if nothing was named: the command is about the whole stage. */
  get everything(): boolean {
    return this.#targets.size === 0 && this.#excludes.size === 0;
  }

  /** Whether the resource is one of them. Has to be called in the order in which resources are declared. */
  includes(
    resource: Pick<Goal | Resource, 'urn' | 'parent' | 'dependencies'> & { deletedWith?: string },
  ): boolean {
    if (this.everything) return true;
    const needs = needsOf(resource as Resource);
    if (this.#excludes.size > 0) {
      const out = this.#excludes.has(resource.urn) || needs.some((urn) => this.#excludes.has(urn));
      if (out) this.#excludes.add(resource.urn);
      return !out;
    }
    const included = this.#targets.has(resource.urn) || needs.some((urn) => this.#targets.has(urn));
    if (included) this.#targets.add(resource.urn);
    return included;
  }
}
