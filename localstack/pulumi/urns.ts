import { nameOf } from './resource.ts';

/** A former name of a resource (an alias): a whole URN, or only the parts that were different. */
export interface Alias {
  getUrn(): string;
  getSpec(): AliasSpec | undefined;
}

interface AliasSpec {
  getName(): string;
  getType(): string;
  getStack(): string;
  getProject(): string;
  getParenturn(): string;
  getNoparent(): boolean;
}

interface Named {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
}

const qualifiedTypeOf = (urn: string): string => urn.split('::')[2] ?? '';
const typeOf = (urn: string): string => qualifiedTypeOf(urn).split('$').at(-1) ?? '';

/** Computes the URNs of one run of the program: the present ones of resources, and possible former ones. */
export class Urns {
  readonly #stack: string;
  readonly #project: string;
  /** The former URNs of the resources that were declared so far. */
  readonly #former = new Map<string, string[]>();

  constructor({ stack, project }: { stack: string; project: string }) {
    this.#stack = stack;
    this.#project = project;
  }

  /** The URN of a resource: the types of its parents and itself, and its own name. */
  of({ type, name, parent }: Named, stack = this.#stack, project = this.#project): string {
    return `urn:pulumi:${stack}::${project}::${qualified(type, qualifiedTypeOf(parent))}::${name}`;
  }

  /**
   * The possible former URNs of a resource. When its parent had another name, so had the child: a child's name that begins with
   * the parent's changes with it, any other stays.
   *
   * Source: generateAliases in pkg/resource/deploy/step_generator.go of Pulumi.
   */
  formerOf(named: Named, aliases: readonly Alias[]): string[] {
    const own = aliases.map((alias) => this.#resolve(alias, named));
    const inherited = (this.#former.get(named.parent) ?? []).flatMap((parent) =>
      [this.of(named), ...own].map((urn) => this.#under(parent, nameOf(named.parent), urn)),
    );
    const former = [...new Set([...own, ...inherited])];
    this.#former.set(this.of(named), former);
    return former;
  }

  #resolve(alias: Alias, { type, name, parent }: Named): string {
    const spec = alias.getSpec();
    if (!spec) return alias.getUrn();
    const former = {
      type: spec.getType() || type,
      name: spec.getName() || name,
      parent: spec.getNoparent() ? '' : spec.getParenturn() || parent,
    };
    return this.of(former, spec.getStack() || undefined, spec.getProject() || undefined);
  }

  #under(formerParent: string, parentName: string, child: string): string {
    const name = nameOf(child);
    const formerName = name.startsWith(parentName)
      ? nameOf(formerParent) + name.slice(parentName.length)
      : name;
    return this.of({ type: typeOf(child), name: formerName, parent: formerParent });
  }
}

const qualified = (type: string, parentType: string): string =>
  parentType && parentType !== 'pulumi:pulumi:Stack' ? `${parentType}$${type}` : type;
