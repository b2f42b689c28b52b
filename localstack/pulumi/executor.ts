import type { Aws } from './providers/aws.ts';
import { type Context, containerOf, isGone, type Kind, type Made } from './providers/kind.ts';
import type { Dependent } from './replacement.ts';
import { nameOf, outputsAfter, type Resource } from './resource.ts';
import { isRepeated, ResourceError } from './resource-error.ts';
import { keyOf, type State } from './state.ts';
import { within } from './time-limit.ts';
import { freshBytes } from './values.ts';

export interface ExecutorOptions {
  readonly state: State;
  readonly kindOf: (type: string) => Promise<Kind>;
  readonly aws: Aws;
}

const UPLOAD = /^aws:s3\/bucketObject/;

/** Carries out what was decided, and writes each operation to the state before and after. */
export class Executor {
  readonly #options: ExecutorOptions;
  /** Resources that were deleted in this run so that they can be replaced: by URN, and by type and id. */
  readonly #cleared = new Map<string, Dependent>();

  constructor(options: ExecutorOptions) {
    this.#options = options;
  }

  get cleared(): ReadonlyMap<string, Dependent> {
    return this.#cleared;
  }

  /** Deletes a resource before its replacement is created. In a preview it is only noted as deleted. */
  async clear(dependent: Dependent, { preview }: { preview: boolean }): Promise<void> {
    const { resource } = dependent;
    if (!preview) await this.delete(resource);
    this.#cleared.set(resource.urn, dependent).set(`${resource.type} ${resource.id}`, dependent);
  }

  /** The context of operations on a resource. */
  context({ urn, inputs, outputs }: Pick<Resource, 'urn' | 'inputs' | 'outputs'>): Context {
    const assetOf = (id: string) => {
      const object = this.#options.state.all().find((one) => one.id === id && UPLOAD.test(one.type));
      return freshBytes(object?.inputs.source);
    };
    const region = outputs.region ?? inputs.region;
    const aws = this.#options.aws.in(typeof region === 'string' ? region : undefined);
    return { urn, name: nameOf(urn), aws, assetOf };
  }

  /** Creates a resource. A saved one that it replaces is deleted at the end of the deploy. */
  async create(resource: Resource, kind: Kind, saved?: Resource): Promise<Resource> {
    const { state } = this.#options;
    state.apply({ kind: 'begin', operation: { type: 'creating', resource } });
    const { id, outputs } = await within(resource, 'create', this.#createOnce(resource, kind));
    const now = new Date().toISOString();
    const made = {
      ...resource,
      id,
      outputs: { ...resource.inputs, ...resource.outputs, ...outputs },
      created: now,
      modified: now,
    };
    if (saved) state.apply({ kind: 'replaced', urn: resource.urn });
    state.apply({ kind: 'done', resource: made, finished: true });
    return made;
  }

  /** Changes a resource in place. */
  async update(resource: Resource, kind: Kind, saved: Resource, changed: string[]): Promise<Resource> {
    const { state } = this.#options;
    state.apply({ kind: 'begin', operation: { type: 'updating', resource: { ...resource, id: saved.id } } });
    const existing = { id: saved.id ?? '', inputs: saved.inputs, outputs: saved.outputs };
    const context = { ...this.context(resource), changed };
    const updated = Promise.resolve(kind.update?.(resource.inputs, existing, context));
    const outputs = await within(resource, 'update', updated);
    const made: Resource = {
      ...resource,
      id: saved.id,
      outputs: outputsAfter(saved, resource.inputs, { ...resource.outputs, ...outputs }),
      created: saved.created,
      modified: new Date().toISOString(),
    };
    state.apply({ kind: 'done', resource: made, finished: true });
    return made;
  }

  /**
   * Deletes a resource, unless it no longer exists.
   *
   * @param leave whether it is deleted only from the state, because AWS deletes it with another resource.
   */
  async delete(resource: Resource, { leave = false } = {}): Promise<void> {
    const { state, kindOf } = this.#options;
    if (isOurs(resource) && !leave) {
      const kind = await kindOf(resource.type);
      state.apply({ kind: 'begin', operation: { type: 'deleting', resource } });
      const container = containerOf(kind, resource.inputs);
      const isGoneWithIt = container !== undefined && this.#cleared.has(container);
      const existing = { id: resource.id ?? '', inputs: resource.inputs, outputs: resource.outputs };
      try {
        const gone = isGoneWithIt ? undefined : kind.delete?.(existing, this.context(resource));
        await within(resource, 'delete', Promise.resolve(gone));
      } catch (error) {
        if (!isGone(error)) throw ResourceError.from(resource.urn, error);
      }
    }
    state.apply({ kind: 'deleted', key: keyOf(resource) });
  }

  /**
   * The SDK repeats a call that failed on the engine's side, and the second call may find that the first one has created the
   * resource after all. Then it is ours: it is deleted and created once more.
   */
  async #createOnce(resource: Resource, kind: Kind): Promise<Made> {
    const context = this.context(resource);
    try {
      return await kind.create(resource.inputs, context);
    } catch (error) {
      if (!isRepeated(error) || !kind.find) throw error;
      for (const { id, outputs } of await kind.find(resource.inputs, context)) {
        await kind.delete?.({ id, inputs: resource.inputs, outputs: outputs ?? {} }, context);
      }
      return kind.create(resource.inputs, context);
    }
  }
}

/**
 * Whether a resource exists in AWS and is deleted there with its entry in the state. `skipDestroy` is retainOnDelete under the
 * name that some AWS resource types have for it.
 */
export const isOurs = (resource: Resource): boolean =>
  resource.custom &&
  !resource.external &&
  !resource.retainOnDelete &&
  !(resource.type.startsWith('aws:') && resource.inputs.skipDestroy === true);
