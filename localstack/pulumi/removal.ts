import { type Executor, isOurs } from './executor.ts';
import { Limit } from './limit.ts';
import { containerOf, isGone, type Kind } from './providers/kind.ts';
import type { Resource } from './resource.ts';
import { ResourceError } from './resource-error.ts';
import { keyOf, needsOf, type State } from './state.ts';

const PARALLEL = 8;

export interface RemovalOptions {
  readonly executor: Executor;
  readonly kindOf: (type: string) => Promise<Kind>;
  /** Called before and after each resource; `after` also gets the error. */
  readonly before: (resource: Resource) => void;
  readonly after: (resource: Resource, error?: unknown) => void;
}

/** Whether a resource stays whatever is asked; what has a successor already goes. */
export const isGuarded = ({ protect, delete: replaced }: Resource): boolean => protect === true && !replaced;

export const guarded = ({ urn }: Resource): ResourceError =>
  new ResourceError(urn, 'is protected and cannot be deleted');

/**
 * Deletes resources, each after its dependents, otherwise in parallel. A part of a resource that is deleted too (a method of a
 * REST API) is only dropped from the state. If one cannot be deleted, since it is in use or protected, its dependencies are
 * kept too, and everything else is deleted, as by Pulumi's own engine.
 */
export async function remove(doomed: readonly Resource[], options: RemovalOptions): Promise<void> {
  const { executor, kindOf, before, after } = options;
  const limit = new Limit(PARALLEL);
  const going = new Map(doomed.map((resource) => [keyOf(resource), resource]));
  const leaving = new Set(doomed.filter(isOurs).map(({ type, id }) => `${type} ${id}`));
  const needed = neededBy(doomed);
  const done = new Map<string, Promise<boolean>>();

  const removeOne = async (resource: Resource): Promise<boolean> => {
    const blockers = await Promise.all((needed.get(keyOf(resource)) ?? []).map(start));
    if (blockers.includes(false)) return false;
    return limit.run(async () => {
      if (isGuarded(resource)) {
        after(resource, guarded(resource));
        return false;
      }
      before(resource);
      try {
        const kind = resource.custom && !resource.external ? await kindOf(resource.type) : undefined;
        const container = kind && containerOf(kind, resource.inputs);
        const goes = container !== undefined && leaving.has(container);
        const leave = goes || going.has(resource.deletedWith ?? '');
        await executor.delete(resource, { leave });
        after(resource);
        return true;
      } catch (error) {
        after(resource, error);
        return false;
      }
    });
  };
  const start = (key: string): Promise<boolean> => {
    const running = done.get(key);
    if (running) return running;
    const resource = going.get(key);
    const begun = resource ? removeOne(resource) : Promise.resolve(true);
    done.set(key, begun);
    return begun;
  };
  await Promise.all([...going.keys()].map(start));
}

/** For each resource the keys of its dependents. */
function neededBy(resources: readonly Resource[]): Map<string, string[]> {
  const byUrn = new Map<string, Resource[]>();
  for (const resource of resources) byUrn.set(resource.urn, [...(byUrn.get(resource.urn) ?? []), resource]);
  const needed = new Map<string, string[]>();
  for (const resource of resources) {
    for (const urn of new Set(needsOf(resource))) {
      for (const target of byUrn.get(urn) ?? []) {
        if (target === resource) continue;
        needed.set(keyOf(target), [...(needed.get(keyOf(target)) ?? []), keyOf(resource)]);
      }
    }
  }
  return needed;
}

/**
 * Clears up after a command that was killed: resources that a create may have left in the engine are found by name and
 * deleted, so that the create can be repeated. Updates and deletes that were begun need no clearing: the resource is still
 * in the state, and they are repeated.
 */
export async function settle({
  state,
  executor,
  kindOf,
}: {
  state: State;
  executor: Executor;
  kindOf: RemovalOptions['kindOf'];
}): Promise<void> {
  const limit = new Limit(PARALLEL);
  const known = new Set(state.all().map((resource) => `${resource.type} ${resource.id}`));
  const left = state.pending().filter(({ type }) => type === 'creating');
  await Promise.all(
    left.reverse().map(({ resource }) =>
      limit.run(async () => {
        const kind = await kindOf(resource.type);
        const context = executor.context(resource);
        for (const found of (await kind.find?.(resource.inputs, context)) ?? []) {
          if (known.has(`${resource.type} ${found.id}`)) continue;
          const existing = {
            id: found.id,
            inputs: resource.inputs,
            outputs: { ...resource.inputs, ...found.outputs },
          };
          await kind.delete?.(existing, context)?.catch((error: unknown) => {
            if (!isGone(error)) throw error;
          });
        }
        state.apply({ kind: 'settled', key: keyOf(resource) });
      }),
    ),
  );
}
