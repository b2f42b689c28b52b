import { dataSource } from '../pulumi/data-sources.ts';
import { effectiveInputs, generatedName } from '../pulumi/inputs.ts';
import { Lanes, Limit } from '../pulumi/limit.ts';
import { type Plan, plan } from '../pulumi/plan.ts';
import { awsSettings, type ProviderSettings } from '../pulumi/provider-settings.ts';
import type { Aws } from '../pulumi/providers/aws.ts';
import { isGone, type Kind } from '../pulumi/providers/kind.ts';
import { kindOf, lookUp } from '../pulumi/providers/registry.ts';
import { nameOf, outputsAfter, type Resource } from '../pulumi/resource.ts';
import {
  isSame,
  type Properties,
  propertiesFromWire,
  type ReadOptions,
  SIGNATURE,
} from '../pulumi/values.ts';

export interface HandlersOptions {
  readonly aws: Aws;
  readonly read: ReadOptions;
}

/** A resource in the wire format of Pulumi's engine. */
export interface Told {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

interface Made {
  readonly id: string;
  readonly properties: Properties;
}

/** How many calls to AWS run at once, as in the stand-in. */
const PARALLEL = 8;

/** The resource options are handled by the engine and not by a provider, so they are empty here. */
const NO_OPTIONS = {
  custom: true,
  dependencies: [],
  propertyDependencies: {},
  ignoreChanges: [],
  replaceOnChanges: [],
  aliases: [],
};

/**
 * Calls the stand-in's resource handlers for the real engine: only their work as a provider, without what the stand-in does in
 * place of the engine.
 *
 * Source of the methods: proto/pulumi/provider.proto of Pulumi.
 */
export class Handlers {
  readonly #options: HandlersOptions;
  readonly #limit = new Limit(PARALLEL);
  readonly #lanes = new Lanes();
  /** Resources that will be replaced, by URN: the engine then asks for new inputs without sending the old ones. */
  readonly #replaced = new Map<string, Pick<Resource, 'id' | 'inputs'>>();
  /** The properties with a name that `check` has generated, by URN. */
  readonly #generated = new Map<string, string | undefined>();
  #settings: ProviderSettings | undefined;

  constructor(options: HandlersOptions) {
    this.#options = options;
  }

  /**
   * Takes the provider's arguments.
   *
   * @throws Error if a second provider is configured differently: the engine does not tell an attached provider which of the
   *   two a resource belongs to.
   */
  configure(args: Properties): void {
    const settings = awsSettings(args);
    if (this.#settings && !isSame(this.#settings, settings))
      throw new Error(
        'one set of arguments for all providers of a package can be followed, and not a second',
      );
    this.#settings = settings;
  }

  /** The inputs that a resource is deployed with: those given, in the wire format, with tags and a name where they lack. */
  async check({ urn, olds, news }: { urn: string; olds: Properties; news: Properties }): Promise<Properties> {
    const type = typeOf(urn);
    const kind = await kindOf(type);
    const given = this.#comparable(news);
    const former =
      Object.keys(olds).length > 0 ? { inputs: this.#comparable(olds) } : this.#replaced.get(urn);
    const saved = former && { ...former, urn, type, custom: true, outputs: {} };
    const goal = { ...NO_OPTIONS, urn, type, name: nameOf(urn), inputs: given };
    this.#generated.set(urn, generatedName(goal, kind));
    const inputs = effectiveInputs(
      goal,
      kind,
      saved,
      type.startsWith('aws:') ? this.#settings?.tags : undefined,
    );
    const added = Object.entries(inputs).filter(([name, value]) => !isSame(given[name], value));
    return { ...news, ...Object.fromEntries(added) };
  }

  /** Decides between same, update and replacement. */
  async diff({ urn, id, inputs, news }: Omit<Told, 'outputs'> & { news: Properties }): Promise<Plan> {
    const kind = await kindOf(typeOf(urn));
    const decision = this.#plan(kind, { urn, id, inputs, news });
    if (decision.op === 'replace') this.#replaced.set(urn, { id, inputs: this.#comparable(inputs) });
    return decision;
  }

  /** @param preview whether to tell what is known before it is made, and make nothing. */
  async create(urn: string, news: Properties, preview: boolean): Promise<Made> {
    const kind = await kindOf(typeOf(urn));
    const inputs = this.#read(news);
    if (preview) return { id: '', properties: { ...inputs, ...this.#region(urn) } };
    const { id, outputs } = await this.#work(kind, inputs, () =>
      kind.create(inputs, this.#context(urn, inputs)),
    );
    return { id, properties: { ...inputs, ...this.#region(urn), ...outputs } };
  }

  /** @param preview whether to tell what is known before it is changed, and change nothing. */
  async update(told: Told & { news: Properties }, preview: boolean): Promise<Properties> {
    const { urn } = told;
    const kind = await kindOf(typeOf(urn));
    const { changed } = this.#plan(kind, told);
    const inputs = this.#read(told.news);
    const existing = this.#existing(told);
    const context = { ...this.#context(urn, inputs), changed };
    const outputs = preview
      ? {}
      : await this.#work(kind, inputs, async () => kind.update?.(inputs, existing, context));
    return outputsAfter(existing, inputs, outputs);
  }

  /** Deletes a resource, unless it no longer exists or is to be retained. */
  async delete(told: Told): Promise<void> {
    const kind = await kindOf(typeOf(told.urn));
    const existing = this.#existing(told);
    if (existing.inputs.skipDestroy === true) return;
    try {
      const context = this.#context(told.urn, existing.inputs);
      await this.#work(kind, existing.inputs, async () => kind.delete?.(existing, context));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  /** Looks up a resource that the deployment does not own. */
  read(urn: string, id: string): Promise<Properties> {
    return lookUp(typeOf(urn), id, this.#context(urn, {}));
  }

  invoke(token: string, args: Properties): Promise<Properties> {
    return dataSource(token, this.#read(args), this.#options.aws);
  }

  #plan(kind: Kind, { urn, id, inputs, news }: Omit<Told, 'outputs'> & { news: Properties }): Plan {
    const saved = { urn, id, type: typeOf(urn), custom: true, inputs: this.#comparable(inputs), outputs: {} };
    const generated = this.#generated.get(urn);
    return plan({ kind, goal: NO_OPTIONS, inputs: this.#comparable(news), saved, generated });
  }

  #existing({ id, inputs, outputs }: Told) {
    return { id, inputs: this.#comparable(inputs), outputs: this.#comparable(outputs) };
  }

  #work<T>(kind: Kind, inputs: Properties, work: () => Promise<T>): Promise<T> {
    return this.#lanes.run(kind.serial?.(inputs), () => this.#limit.run(work));
  }

  #context(urn: string, inputs: Properties) {
    const region = typeof inputs.region === 'string' ? inputs.region : undefined;
    return { urn, name: nameOf(urn), aws: this.#options.aws.in(region), assetOf: () => undefined };
  }

  #region(urn: string): Properties {
    return typeOf(urn).startsWith('aws:') ? { region: this.#options.aws.region } : {};
  }

  #read(wire: Properties): Properties {
    return propertiesFromWire(wire, this.#options.read);
  }

  /** The same for comparing, with hashes in place of files, since the files of former deploys are gone. */
  #comparable(wire: Properties): Properties {
    return propertiesFromWire(hashed(wire) as Properties, this.#options.read);
  }
}

/** Replaces files and texts by the hashes that Pulumi's engine has put into them. */
function hashed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hashed);
  if (value === null || typeof value !== 'object') return value;
  if (SIGNATURE in value && 'hash' in value) return `hash:${value.hash}`;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hashed(inner)]));
}

/** The resource's own type: the last in its URN, after the types of its parents. */
const typeOf = (urn: string): string => urn.split('::')[2]!.split('$').at(-1)!;
