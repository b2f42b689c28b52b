import { autoName } from './naming.ts';
import { plan, withIgnoredChanges } from './plan.ts';
import type { Kind } from './providers/kind.ts';
import type { Goal, Resource } from './resource.ts';
import { ResourceError } from './resource-error.ts';
import type { Properties } from './values.ts';

/**
 * The inputs that a resource is deployed with: the program's, with ignored changes taken from the state, and with a
 * name if the program gave none.
 *
 * @throws ResourceError naming input properties that are not acted upon.
 */
export function effectiveInputs(goal: Goal, kind: Kind, saved: Resource | undefined): Properties {
  const inputs = withIgnoredChanges(goal.inputs, saved?.inputs, goal.ignoreChanges);
  refuseForeign(goal, kind, inputs);
  const rule = kind.name;
  if (!rule || inputs[rule.property] !== undefined) return inputs;
  const kept = saved?.inputs[rule.property] ?? autoName(rule, { ...goal, inputs });
  const named = { ...inputs, [rule.property]: kept };
  const next = saved && plan({ kind, goal, inputs: named, saved });
  if (!saved || next?.op !== 'replace') return named;
  return { ...inputs, [rule.property]: autoName(rule, { ...goal, inputs, generation: saved.id }) };
}

function refuseForeign(goal: Goal, kind: Kind, inputs: Properties): void {
  if (kind.anyInput) return;
  const known = new Set([...kind.inputs, ...(kind.noEffect ?? []), 'region']);
  const foreign = Object.keys(inputs).filter((name) => !known.has(name) && inputs[name] !== null);
  if (foreign.length === 0) return;
  throw new ResourceError(goal.urn, `${goal.type} is known here, but not its property ${foreign.join(', ')}`);
}
