import type { DeploymentOptions } from './deployment.ts';
import type { Step } from './events.ts';
import type { Plan } from './plan.ts';
import { dependentsOf } from './replacement.ts';
import type { Resource } from './resource.ts';
import { ResourceError } from './resource-error.ts';

interface StepsOptions
  extends Pick<DeploymentOptions, 'state' | 'executor' | 'kindOf' | 'events' | 'preview'> {
  /** What was declared in this run, by URN; each resource is added when it is there. */
  readonly declared: Map<string, Resource>;
}

/**
 * Carries out decisions about resources and reports each step. A replacement is three steps: `create-replacement`, `replace` and, at the
 * end of the deployment or before the other two, `delete-replaced`.
 *
 * Source: pkg/resource/deploy/step_generator.go of Pulumi.
 */
export class Steps {
  readonly #options: StepsOptions;

  constructor(options: StepsOptions) {
    this.#options = options;
  }

  /** Does what was decided, and reports the steps that Pulumi's engine has for it. */
  async carryOut(
    resource: Resource,
    saved: Resource | undefined,
    { op, changed, replacing, deleteFirst }: Plan,
    work: () => Promise<Resource>,
  ): Promise<Resource> {
    const { urn, type } = resource;
    // It existed until it was deleted in this run, before a resource that it depends on was replaced.
    const former = this.#options.executor.cleared.get(urn);
    const step = { urn, type, old: saved ?? former?.resource, new: resource };
    if (op === 'update') return this.#step({ ...step, op, changed, replacing }, work);
    if (former) {
      await this.#step({ ...step, op: 'replace' }, async () => resource);
      return this.#step({ ...step, op: 'create-replacement', replacing: former.replacing }, work);
    }
    if (op !== 'replace' || !saved) return this.#step({ ...step, op: 'create' }, work);
    const told = { ...step, changed, replacing };
    if (deleteFirst) {
      await this.#clear(saved);
      await this.#step({ ...told, op: 'replace' }, async () => resource);
      return this.#step({ ...told, op: 'create-replacement' }, work);
    }
    const made = await this.#step({ ...told, op: 'create-replacement' }, work);
    return this.#step({ ...told, op: 'replace', new: made }, async () => made);
  }

  /** Deletes a resource before its replacement is created, and before that the dependents that cannot stay. */
  async #clear(root: Resource): Promise<void> {
    const { executor, state, kindOf, preview } = this.#options;
    const except = (urn: string) => this.#options.declared.has(urn) || executor.cleared.has(urn);
    const dependents = await dependentsOf(root, { all: state.all(), kindOf, except });
    for (const dependent of [...dependents, { resource: root, replacing: [] }]) {
      const { resource: old } = dependent;
      const step: Step = { op: 'delete-replaced', urn: old.urn, type: old.type, old };
      await this.#reported(step, () => executor.clear(dependent, { preview }));
    }
  }

  #step(step: Step, work: () => Promise<Resource>): Promise<Resource> {
    return this.#reported(step, work, (made) => {
      this.#options.declared.set(step.urn, made);
      return { ...step, new: made };
    });
  }

  /** Does one step. `told` is what is reported about what it has made. */
  async #reported<T>(step: Step, work: () => Promise<T>, told: (made: T) => Step = () => step): Promise<T> {
    const { events } = this.#options;
    events.before(step);
    try {
      const made = await work();
      events.after(told(made));
      return made;
    } catch (error) {
      events.failed(step);
      throw ResourceError.from(step.urn, error);
    }
  }
}
