import type { Events, Step } from './events.ts';
import { Lanes, Limit } from './limit.ts';
import { autoName } from './naming.ts';
import { type Plan, plan, withIgnoredChanges } from './plan.ts';
import type { Aws } from './providers/aws.ts';
import { type Context, containerOf, isGone, type Kind } from './providers/kind.ts';
import type { Goal, Resource } from './resource.ts';
import type { State } from './state.ts';
import type { Targets } from './targets.ts';
import { isUnknown, type Properties } from './values.ts';

/** How many calls to AWS run at a time: one Python process answers them, more only makes it switch. */
const PARALLEL = 8;

export interface DeploymentOptions {
  readonly state: State;
  readonly kindOf: (type: string) => Promise<Kind>;
  readonly aws: Aws;
  readonly events: Events;
  readonly targets: Targets;
  /** Works out what would happen and does nothing. */
  readonly preview: boolean;
}

/** A resource could not be brought to its goal. */
export class ResourceError extends Error {
  override name = 'ResourceError';
  readonly urn: string;

  constructor(urn: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.urn = urn;
  }
}

/**
 * One run of the program against the saved state. It decides what each declared resource needs, does it, and keeps
 * the state: the part of Pulumi that is called the step generator and executor.
 */
export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #limit = new Limit(PARALLEL);
  readonly #lanes = new Lanes();
  /** What was deleted in this run to make room for its replacement: by URN, and by type and id. */
  readonly #cleared = new Set<string>();
  /** What was declared in this run, by URN. */
  readonly declared = new Map<string, Resource>();

  constructor(options: DeploymentOptions) {
    this.#options = options;
  }

  /** Records a component: it holds other resources together and is nothing in AWS. */
  component(goal: Goal): Resource {
    const saved = this.#saved(goal);
    const resource: Resource = { ...describe(goal), inputs: {}, outputs: saved?.outputs ?? {} };
    return this.#keep(resource, saved);
  }

  /** The outputs that a component declares when it is complete; the stack's are the deploy's. */
  componentOutputs(urn: string, outputs: Properties): void {
    const resource = this.declared.get(urn);
    if (resource) this.#keep({ ...resource, outputs }, resource);
  }

  /** Records something that the program looks up and does not own. */
  external(goal: Goal, id: string, outputs: Properties): Resource {
    const resource: Resource = { ...describe(goal), id, inputs: goal.inputs, outputs, external: true };
    return this.#keep(resource, this.#options.state.get(goal.urn));
  }

  /**
   * Brings one resource to its goal.
   *
   * @throws ResourceError with what AWS said, or with the name of an input property that is not supported.
   */
  async resource(goal: Goal): Promise<Resource> {
    const { state, kindOf, preview, targets } = this.#options;
    const kind = await kindOf(goal.type);
    const saved = this.#saved(goal);
    if (!targets.includes(goal)) {
      if (saved) return this.#keep(saved, saved);
      throw new ResourceError(
        goal.urn,
        'is new and not among the targets: deploy it too, or deploy everything once',
      );
    }
    const inputs = this.#inputs(goal, kind, saved);
    const interrupted = state.isPending(goal.urn, 'updating');
    const decision = plan({ kind, goal, inputs, saved, interrupted, cleared: this.#cleared });
    const resource: Resource = { ...describe(goal), inputs, outputs: {} };
    if (decision.op === 'same' && saved) {
      return this.#keep(
        { ...resource, id: saved.id, outputs: { ...saved.outputs, ...inputs }, ...times(saved) },
        saved,
      );
    }
    if (decision.op === 'replace' && saved?.protect) {
      throw new ResourceError(
        goal.urn,
        `is protected and would have to be replaced (${decision.replacing.join(', ')})`,
      );
    }
    return preview ? this.#preview(resource, saved, decision) : this.#change(resource, kind, saved, decision);
  }

  #saved(goal: Goal): Resource | undefined {
    const { state } = this.#options;
    const found = state.get(goal.urn);
    if (found) return found;
    for (const alias of goal.aliases) {
      const former = state.get(alias);
      if (!former || this.declared.has(alias)) continue;
      state.apply({ kind: 'deleted', key: alias });
      const renamed = { ...former, urn: goal.urn };
      state.apply({ kind: 'done', resource: renamed, finished: false });
      return renamed;
    }
    return undefined;
  }

  /** The goal's inputs, checked, with ignored changes taken from the state and a name if there is none. */
  #inputs(goal: Goal, kind: Kind, saved: Resource | undefined): Properties {
    const known = new Set([...kind.inputs, ...(kind.noEffect ?? []), 'region']);
    const inputs = withIgnoredChanges(goal.inputs, saved?.inputs, goal.ignoreChanges);
    const foreign = kind.anyInput
      ? []
      : Object.keys(inputs).filter((name) => !known.has(name) && inputs[name] !== null);
    if (foreign.length > 0) {
      throw new ResourceError(
        goal.urn,
        `${goal.type} is known here, but not its property ${foreign.join(', ')}`,
      );
    }
    const rule = kind.name;
    if (!rule || inputs[rule.property] !== undefined) return inputs;
    const named = {
      ...inputs,
      [rule.property]: saved?.inputs[rule.property] ?? autoName(rule, { ...goal, inputs }),
    };
    const next = saved && plan({ kind, goal, inputs: named, saved });
    if (!saved || next?.op !== 'replace' || next.replacing.includes(rule.property)) return named;
    return { ...inputs, [rule.property]: autoName(rule, { ...goal, inputs, generation: saved.id }) };
  }

  /** Puts a resource into the state if it is not there as it is. */
  #keep(resource: Resource, saved: Resource | undefined): Resource {
    this.declared.set(resource.urn, resource);
    if (this.#options.preview) return resource;
    if (!saved || JSON.stringify(resource) !== JSON.stringify(saved)) {
      this.#options.state.apply({ kind: 'done', resource, finished: true });
    }
    return resource;
  }

  #preview(resource: Resource, saved: Resource | undefined, decision: Plan): Resource {
    const updated = decision.op === 'update' ? saved : undefined;
    const planned = { ...resource, id: updated?.id, outputs: { ...updated?.outputs, ...resource.inputs } };
    const step = stepOf(planned, saved, decision, 'replace');
    this.#options.events.before(step);
    this.#options.events.after(step);
    this.declared.set(resource.urn, planned);
    return planned;
  }

  async #change(
    resource: Resource,
    kind: Kind,
    saved: Resource | undefined,
    decision: Plan,
  ): Promise<Resource> {
    const { urn } = resource;
    if (isUnknown(resource.inputs)) throw new ResourceError(urn, 'depends on a value that is not known');
    const { events } = this.#options;
    const step = stepOf(resource, saved, decision, 'create-replacement');
    return this.#limited(kind, resource, async () => {
      events.before(step);
      try {
        const made =
          decision.op === 'update' && saved
            ? await this.#update(resource, kind, saved, decision.changed)
            : await this.#create(resource, kind, saved, decision.deleteFirst);
        this.declared.set(urn, made);
        events.after({ ...step, new: made });
        return made;
      } catch (error) {
        events.failed(step);
        throw error instanceof ResourceError ? error : new ResourceError(urn, said(error), { cause: error });
      }
    });
  }

  async #create(
    resource: Resource,
    kind: Kind,
    saved: Resource | undefined,
    deleteFirst: boolean,
  ): Promise<Resource> {
    const { state } = this.#options;
    if (saved && deleteFirst) {
      await this.delete(saved);
      this.#cleared.add(saved.urn).add(`${saved.type} ${saved.id}`);
    }
    state.apply({ kind: 'begin', operation: { type: 'creating', resource } });
    const { id, outputs } = await kind.create(resource.inputs, this.context(resource));
    const now = new Date().toISOString();
    const made = {
      ...resource,
      id,
      outputs: { ...resource.inputs, ...outputs },
      created: now,
      modified: now,
    };
    if (saved && !deleteFirst) state.apply({ kind: 'replaced', urn: resource.urn });
    state.apply({ kind: 'done', resource: made, finished: true });
    return made;
  }

  async #update(resource: Resource, kind: Kind, saved: Resource, changed: string[]): Promise<Resource> {
    const { state } = this.#options;
    state.apply({ kind: 'begin', operation: { type: 'updating', resource: { ...resource, id: saved.id } } });
    const existing = { id: saved.id ?? '', inputs: saved.inputs, outputs: saved.outputs };
    const outputs = await kind.update?.(resource.inputs, existing, { ...this.context(resource), changed });
    const made: Resource = {
      ...resource,
      id: saved.id,
      outputs: { ...saved.outputs, ...resource.inputs, ...outputs },
      created: saved.created,
      modified: new Date().toISOString(),
    };
    state.apply({ kind: 'done', resource: made, finished: true });
    return made;
  }

  /** Deletes one resource in AWS and in the state; what is gone already is fine. */
  async delete(resource: Resource, { leave = false } = {}): Promise<void> {
    const { state, kindOf } = this.#options;
    const key = resource.delete ? `${resource.urn}#${resource.id}` : resource.urn;
    if (resource.custom && !resource.external && !resource.retainOnDelete && !leave) {
      const kind = await kindOf(resource.type);
      state.apply({ kind: 'begin', operation: { type: 'deleting', resource } });
      const existing = { id: resource.id ?? '', inputs: resource.inputs, outputs: resource.outputs };
      const container = containerOf(kind, resource.inputs);
      try {
        const gone = container !== undefined && this.#cleared.has(container);
        if (!gone) await kind.delete?.(existing, this.context(resource));
      } catch (error) {
        if (!isGone(error)) throw new ResourceError(resource.urn, said(error), { cause: error });
      }
    }
    state.apply({ kind: 'deleted', key });
  }

  /** What the operations on a resource are given. */
  context({ urn }: { urn: string }): Context {
    return { urn, name: urn.slice(urn.lastIndexOf('::') + 2), aws: this.#options.aws };
  }

  #limited<T>(kind: Kind, resource: Resource, task: () => Promise<T>): Promise<T> {
    return this.#lanes.run(kind.serial?.(resource.inputs), () => this.#limit.run(task));
  }
}

/** What AWS said, in one line: its name for the error and its words. */
export function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
}

function describe(goal: Goal): Omit<Resource, 'inputs' | 'outputs'> {
  const {
    urn,
    type,
    custom,
    parent,
    protect,
    retainOnDelete,
    deletedWith,
    dependencies,
    propertyDependencies,
  } = goal;
  return {
    urn,
    type,
    custom,
    parent,
    protect,
    retainOnDelete,
    deletedWith,
    dependencies,
    propertyDependencies,
  };
}

/** What is told of a change; a replacement has other names in a preview than when it happens. */
function stepOf(
  resource: Resource,
  old: Resource | undefined,
  { op, changed, replacing }: Plan,
  replacement: 'replace' | 'create-replacement',
): Step {
  const { urn, type } = resource;
  const told = op === 'replace' ? replacement : op === 'update' ? 'update' : 'create';
  return { op: told, urn, type, old, new: resource, changed, replacing };
}

const times = ({ created, modified }: Resource) => ({ created, modified });
