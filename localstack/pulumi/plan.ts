import { copyPath, pathOf, valuesAt } from './property-path.ts';
import type { Kind } from './providers/kind.ts';
import type { Goal, Resource } from './resource.ts';
import { isSame, isUnknown, type Properties } from './values.ts';

/** What has to happen to bring a resource from its saved state to its goal. */
export interface Plan {
  readonly op: 'create' | 'same' | 'update' | 'replace';
  /** Names of the input properties that differ. */
  readonly changed: string[];
  /** Those of them that cannot be changed in place. */
  readonly replacing: string[];
  /** The old one has to be deleted first, because the new one has the same name. */
  readonly deleteFirst: boolean;
}

/**
 * The inputs to compare and to deploy: for every path in `ignoreChanges` the saved value, if there is one. SST relies on it for
 * names that it generates at random in each run.
 */
export function withIgnoredChanges(
  inputs: Properties,
  saved: Properties | undefined,
  ignored: string[],
): Properties {
  if (!saved || ignored.length === 0) return inputs;
  if (ignored.includes('*')) return { ...saved };
  const result = structuredClone(inputs);
  for (const path of ignored) copyPath(pathOf(path), saved, result);
  return result;
}

/** Names of the properties that differ between two sets of inputs. */
export function changedProperties(saved: Properties, wanted: Properties): string[] {
  const names = new Set([...Object.keys(saved), ...Object.keys(wanted)]);
  return [...names].filter((name) => !isSame(saved[name], wanted[name])).sort();
}

export interface PlanOptions {
  readonly kind: Kind;
  readonly goal: Pick<Goal, 'replaceOnChanges' | 'deleteBeforeReplace'>;
  readonly inputs: Properties;
  readonly saved: Resource | undefined;
  /**
   * The last update was begun and never confirmed, so the deployed inputs are not known: the update is repeated.
   */
  readonly interrupted?: boolean;
  /** It is in another region than its goal. */
  readonly moved?: boolean;
  /** The property whose value was generated, since the program gives none: a replacement gets another one. */
  readonly generated?: string;
}

/** Decides between create, same, update and replace. */
export function plan({
  kind,
  goal,
  inputs,
  saved,
  interrupted = false,
  moved = false,
  generated,
}: PlanOptions): Plan {
  if (!saved) return { op: 'create', changed: [], replacing: [], deleteFirst: false };
  const differing = changedProperties(saved.inputs, inputs);
  const asked = askedToReplace(goal.replaceOnChanges, saved.inputs, inputs);
  const inPlace = differing.filter(
    (name) => name !== 'region' && name !== generated && (asked.has(name) || !kind.noEffect?.includes(name)),
  );
  const changed = moved ? [...inPlace, 'region'] : inPlace;
  const fixed = (name: string) => name === 'region' || !kind.update || kind.replaceOn?.includes(name);
  const replacing = changed.filter((name) => fixed(name) || asked.has(name));
  if (replacing.length > 0) {
    const wanted = generated === undefined ? inputs : { ...inputs, [generated]: undefined };
    // A provider does not know what `replaceOnChanges` adds, so that Pulumi creates first, whatever the name is.
    const deleteFirst =
      goal.deleteBeforeReplace ?? (changed.some(fixed) && sameIdentity(kind, saved.inputs, wanted));
    return { op: 'replace', changed, replacing, deleteFirst };
  }
  if (interrupted && kind.update)
    return { op: 'update', changed: updatable(kind, saved.inputs, inputs), replacing, deleteFirst: false };
  return { op: changed.length > 0 ? 'update' : 'same', changed, replacing, deleteFirst: false };
}

/** Names of the properties that differ at a path in `replaceOnChanges`. */
function askedToReplace(paths: string[], saved: Properties, wanted: Properties): Set<string> {
  const differing = paths
    .map(pathOf)
    .filter((path) => !isSame(valuesAt(saved, path), valuesAt(wanted, path)));
  return new Set(
    differing.flatMap(([first]) => (first === '*' ? changedProperties(saved, wanted) : [String(first)])),
  );
}

/** The properties that an update can change. */
const updatable = (kind: Kind, ...inputs: Properties[]): string[] => {
  const fixed = new Set([...(kind.replaceOn ?? []), ...(kind.noEffect ?? [])]);
  return [...new Set(inputs.flatMap(Object.keys))].filter((name) => !fixed.has(name)).sort();
};

function sameIdentity(kind: Kind, saved: Properties, wanted: Properties): boolean {
  const identity = kind.identity?.(wanted);
  if (identity !== undefined) return !isUnknown(identity) && identity === kind.identity?.(saved);
  const property = kind.name?.property;
  return property !== undefined && saved[property] !== undefined && saved[property] === wanted[property];
}
