import { engineGaps } from './engine-gaps.ts';
import type { Events } from './events.ts';
import type { Executor } from './executor.ts';
import type { OnGap } from './gaps.ts';
import { effectiveInputs, generatedName } from './inputs.ts';
import { Lanes, Limit } from './limit.ts';
import { type Plan, plan } from './plan.ts';
import { awsSettings, type ProviderSettings } from './provider-settings.ts';
import type { Kind } from './providers/kind.ts';
import { type Goal, providerUrn, type Resource } from './resource.ts';
import { ResourceError } from './resource-error.ts';
import type { State } from './state.ts';
import { Steps } from './steps.ts';
import type { Targets } from './targets.ts';
import { isUnknown, type Properties } from './values.ts';

/** How many calls to AWS run at once: a single Python process answers them, and is not faster with more. */
const PARALLEL = 8;

export interface DeploymentOptions {
  readonly state: State;
  readonly executor: Executor;
  readonly kindOf: (type: string) => Promise<Kind>;
  readonly events: Events;
  readonly targets: Targets;
  /** The stage's own provider. */
  readonly provider: ProviderSettings & { readonly region: string };
  /** Decides what would happen, and does not do it. */
  readonly preview: boolean;
  /** In a preview: called for everything that is not supported, instead of an error at the first. */
  readonly onGap?: OnGap;
}

/**
 * One run of the program against the saved state: decides for each declared resource what has to be done, has it done and
 * updates the state. In Pulumi this is the step generator.
 */
export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #limit = new Limit(PARALLEL);
  readonly #lanes = new Lanes();
  readonly #steps: Steps;
  /** What was declared in this run, by URN. */
  readonly declared = new Map<string, Resource>();
  /** In a preview: what would be deleted at the end, since a replacement would have been created. */
  readonly replaced: Resource[] = [];

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#steps = new Steps({ ...options, declared: this.declared });
  }

  /** Records a component, which groups other resources and does not exist in AWS. */
  component(goal: Goal): Resource {
    const saved = this.#saved(goal);
    return this.#keep({ ...describe(goal), inputs: {}, outputs: saved?.outputs ?? {} }, saved);
  }

  /** Sets the outputs that a component registers when it is complete; those of the stack are the deploy's outputs. */
  componentOutputs(urn: string, outputs: Properties): void {
    const resource = this.declared.get(urn);
    if (resource) this.#keep({ ...resource, outputs }, resource);
  }

  /** Records a resource that the program looks up and does not own. */
  external(goal: Goal, id: string, outputs: Properties): Resource {
    const resource: Resource = { ...describe(goal), id, inputs: goal.inputs, outputs, external: true };
    return this.#keep(resource, this.#options.state.get(goal.urn));
  }

  /**
   * Brings one resource to its goal.
   *
   * @returns undefined if it is new and not among the targets: then it is not created.
   * @throws ResourceError with what AWS said, or with the name of an input property that is not supported.
   */
  async resource(goal: Goal): Promise<Resource | undefined> {
    const { state, kindOf, preview, targets, onGap } = this.#options;
    const kind = await kindOf(goal.type).catch((error: Error) => this.#unknownKind(goal, error));
    const saved = this.#saved(goal);
    if (!targets.includes(goal)) return saved && this.#keep(saved, saved);
    const { provider: own } = this.#options;
    const provider = goal.provider ? this.provider(goal.provider) : own;
    const region = isEverywhere(goal) ? undefined : this.regionOf(goal);
    const tags = goal.type.startsWith('aws:') ? provider.tags : undefined;
    const inputs = effectiveInputs(goal, kind, saved, tags, onGap);
    if (onGap) for (const problem of engineGaps(goal.type, inputs)) onGap({ problem, urn: goal.urn });
    const interrupted = state.isPending(goal.urn, 'updating');
    const moved =
      region !== undefined && saved !== undefined && region !== (saved.outputs.region ?? own.region);
    const generated = generatedName(goal, kind);
    const decision = plan({ kind, goal, inputs, saved, interrupted, moved, generated });
    // Pulumi asks for the inputs of a replacement anew, and then takes nothing from the former resource.
    const isNew = decision.op === 'replace' && goal.ignoreChanges.length > 0;
    const resource: Resource = {
      ...describe(goal),
      inputs: isNew ? effectiveInputs({ ...goal, ignoreChanges: [] }, kind, saved, tags, onGap) : inputs,
      outputs: region === undefined ? {} : { region },
    };
    if (decision.op === 'same' && saved) {
      const { id, created, modified } = saved;
      return this.#keep({ ...resource, id, outputs: saved.outputs, created, modified }, saved);
    }
    if (decision.op === 'replace' && saved?.protect && goal.protect) {
      const because = decision.replacing.join(', ');
      throw new ResourceError(goal.urn, `is protected and would have to be replaced (${because} changed)`);
    }
    const shown = decision.changed.filter((name) => !goal.hideDiffs?.includes(name));
    return preview
      ? this.#preview(resource, saved, { ...decision, changed: shown })
      : this.#change(resource, kind, saved, decision);
  }

  /** The settings of the provider that a resource or data source names (`<URN>::<id>`). */
  provider(reference: string): ProviderSettings {
    const urn = providerUrn(reference);
    const { type, inputs } = this.declared.get(urn) ?? this.#options.state.get(urn) ?? {};
    return type === AWS_PROVIDER && inputs ? awsSettings(inputs) : {};
  }

  /** The region of an AWS resource: its own, its provider's or the stage's; undefined for a resource of another package. */
  regionOf(goal: Goal): string | undefined {
    if (!goal.type.startsWith('aws:')) return undefined;
    const { region } = goal.inputs;
    const named =
      typeof region === 'string' && !isUnknown(region) ? awsSettings({ region }).region : undefined;
    return named ?? (goal.provider && this.provider(goal.provider).region) ?? this.#options.provider.region;
  }

  /** The saved resource, under its present URN or a former one. */
  #saved(goal: Goal): Resource | undefined {
    const { state, executor } = this.#options;
    // In a preview the state still has what a deployment would have deleted by now.
    if (executor.cleared.has(goal.urn)) return undefined;
    const found = state.get(goal.urn);
    if (found) return found;
    const alias = goal.aliases.find((urn) => state.get(urn) && !this.declared.has(urn));
    const former = alias && state.get(alias);
    if (!former) return undefined;
    const renamed = { ...former, urn: goal.urn };
    state.apply({ kind: 'deleted', key: alias });
    state.apply({ kind: 'done', resource: renamed, finished: false });
    return renamed;
  }

  /** Writes a resource to the state, unless the state has it already. */
  #keep(resource: Resource, saved: Resource | undefined): Resource {
    this.declared.set(resource.urn, resource);
    if (this.#options.preview) return resource;
    if (!saved || JSON.stringify(resource) !== JSON.stringify(saved)) {
      this.#options.state.apply({ kind: 'done', resource, finished: true });
    }
    return resource;
  }

  /** A kind for a resource of unknown type: a preview that records gaps notes it and goes on. */
  #unknownKind({ urn }: Goal, error: Error): Kind {
    const { onGap } = this.#options;
    if (!onGap) throw error;
    onGap({ problem: error.message, urn });
    const create = () => Promise.reject(error);
    return { inputs: [], anyInput: true, create };
  }

  #preview(resource: Resource, saved: Resource | undefined, decision: Plan): Promise<Resource> {
    const updated = decision.op === 'update' ? saved : undefined;
    const planned = {
      ...resource,
      id: updated?.id,
      outputs: { ...updated?.outputs, ...resource.inputs, ...resource.outputs },
    };
    if (decision.op === 'replace' && !decision.deleteFirst && saved) this.replaced.push(saved);
    return this.#steps.carryOut(resource, saved, decision, async () => planned);
  }

  async #change(
    resource: Resource,
    kind: Kind,
    saved: Resource | undefined,
    decision: Plan,
  ): Promise<Resource> {
    if (isUnknown(resource.inputs)) {
      const missing = resource.dependencies?.find((one) => !this.declared.has(one)) ?? 'something';
      throw new ResourceError(
        resource.urn,
        `needs ${missing}, which is new and not among the targets: deploy everything once`,
      );
    }
    const { executor } = this.#options;
    const work = () =>
      decision.op === 'update' && saved
        ? executor.update(resource, kind, saved, decision.changed)
        : executor.create(resource, kind, decision.deleteFirst ? undefined : saved);
    return this.#lanes.run(kind.serial?.(resource.inputs), () =>
      this.#limit.run(() => this.#steps.carryOut(resource, saved, decision, work)),
    );
  }
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
    provider,
    customTimeouts,
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
    provider,
    customTimeouts,
  };
}

/** Resources of IAM are global: the provider gives them no region. */
const isEverywhere = ({ type }: Goal): boolean => type.startsWith('aws:iam/');

const AWS_PROVIDER = 'pulumi:providers:aws';
