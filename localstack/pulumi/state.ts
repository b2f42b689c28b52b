import type { Snapshot } from './checkpoint.ts';
import { type Operation, providerUrn, type Resource } from './resource.ts';

/** One step of a deploy. */
export type Entry =
  | { kind: 'begin'; operation: Operation }
  | { kind: 'done'; resource: Resource; finished: boolean }
  | { kind: 'replaced'; urn: string }
  | { kind: 'deleted'; key: string }
  | { kind: 'settled'; key: string };

/** The key of a resource in the state. A replaced one has the same URN as its replacement, so its id is part of the key. */
export const keyOf = (resource: Pick<Resource, 'urn' | 'delete' | 'id'>): string =>
  resource.delete ? `${resource.urn}#${resource.id}` : resource.urn;

/** The resources of a stage while a command changes them. */
export class State {
  readonly #serial: number;
  readonly #engine: string | undefined;
  readonly #resources: Map<string, Resource>;
  readonly #pending: Map<string, Operation>;
  readonly #record: (entry: Entry) => void;

  /** @param record called with every entry before it takes effect, so that a kill loses nothing. */
  constructor(snapshot: Snapshot, record: (entry: Entry) => void = () => {}) {
    this.#serial = snapshot.serial;
    this.#engine = snapshot.engine;
    this.#resources = new Map(snapshot.resources.map((resource) => [keyOf(resource), resource]));
    this.#pending = new Map(snapshot.pending.map((operation) => [keyOf(operation.resource), operation]));
    this.#record = record;
  }

  /** The present resource with a URN. */
  get(urn: string): Resource | undefined {
    return this.#resources.get(urn);
  }

  all(): Resource[] {
    return [...this.#resources.values()];
  }

  pending(): Operation[] {
    return [...this.#pending.values()];
  }

  /** True if an operation on this resource was begun and never confirmed. */
  isPending(urn: string, type: Operation['type']): boolean {
    return this.#pending.get(urn)?.type === type;
  }

  apply(entry: Entry): void {
    this.#record(entry);
    switch (entry.kind) {
      case 'begin':
        this.#pending.set(keyOf(entry.operation.resource), entry.operation);
        return;
      case 'done':
        this.#resources.set(keyOf(entry.resource), entry.resource);
        if (entry.finished) this.#pending.delete(keyOf(entry.resource));
        return;
      case 'replaced': {
        const old = this.#resources.get(entry.urn);
        if (!old) return;
        this.#resources.delete(entry.urn);
        this.#resources.set(keyOf({ ...old, delete: true }), { ...old, delete: true });
        return;
      }
      case 'deleted':
        this.#resources.delete(entry.key);
        this.#pending.delete(entry.key);
        return;
      case 'settled':
        this.#pending.delete(entry.key);
    }
  }

  snapshot(): Snapshot {
    return {
      serial: this.#serial,
      engine: this.#engine,
      resources: inOrder(this.all()),
      pending: this.pending(),
    };
  }
}

/** The snapshot after the entries of a journal. */
export function replay(start: Snapshot, entries: readonly Entry[]): Snapshot {
  const state = new State(start);
  for (const entry of entries) state.apply(entry);
  return state.snapshot();
}

/** What has to exist before a resource: its parent, provider and dependencies. */
export const needsOf = (resource: Resource): string[] => [
  ...(resource.parent ? [resource.parent] : []),
  ...(resource.provider ? [providerUrn(resource.provider)] : []),
  ...(resource.dependencies ?? []),
  ...(resource.deletedWith ? [resource.deletedWith] : []),
];

/** Sorts resources so that each comes after those it needs, as Pulumi requires; otherwise the order is kept. */
export function inOrder(resources: readonly Resource[]): Resource[] {
  const byUrn = new Map(resources.filter((one) => !one.delete).map((one) => [one.urn, one]));
  const ordered = new Set<Resource>();
  const entered = new Set<Resource>();
  const visit = (resource: Resource) => {
    if (entered.has(resource)) return;
    entered.add(resource);
    for (const urn of needsOf(resource)) {
      const needed = byUrn.get(urn);
      if (needed) visit(needed);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource);
  return [...ordered];
}
