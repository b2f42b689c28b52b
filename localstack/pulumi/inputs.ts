import type { OnGap } from './gaps.ts';
import { autoName } from './naming.ts';
import { plan, withIgnoredChanges } from './plan.ts';
import type { Kind } from './providers/kind.ts';
import type { Goal, Resource } from './resource.ts';
import { ResourceError, said } from './resource-error.ts';
import { isSame, isUnknown, type Properties, type Value } from './values.ts';

/**
 * The inputs that a resource is deployed with: the program's, with the tags of its provider, with ignored changes taken from
 * the state, and with a name if the program gave none.
 *
 * @param onGap called for input properties that are not supported, and names that are too long, instead of an error.
 * @throws ResourceError naming properties that are not supported, or a name that is longer than AWS allows.
 */
export function effectiveInputs(
  goal: Goal,
  kind: Kind,
  saved: Resource | undefined,
  tags?: Record<string, string>,
  onGap?: OnGap,
): Properties {
  const given = withIgnoredChanges(goal.inputs, saved?.inputs, goal.ignoreChanges);
  const inputs = tags && takesTags(kind) ? { ...given, tags: { ...tags, ...(given.tags as object) } } : given;
  try {
    const problems = [...foreignInputs(goal, kind, inputs), ...longNames(goal, kind, inputs)];
    if (onGap) for (const problem of problems) onGap({ problem, urn: goal.urn });
    else if (problems.length > 0) throw new Error(problems.join('; '));
    kind.check?.(inputs);
  } catch (error) {
    if (!onGap) throw ResourceError.from(goal.urn, error);
    onGap({ problem: `${goal.type}: ${said(error)}`, urn: goal.urn });
  }
  const rule = kind.name;
  if (!rule || inputs[rule.property] !== undefined) return inputs;
  const kept = saved?.inputs[rule.property] ?? autoName(rule, { ...goal, inputs });
  const named = { ...inputs, [rule.property]: kept };
  const next = saved && plan({ kind, goal, inputs: named, saved });
  if (!saved || next?.op !== 'replace') return named;
  return { ...inputs, [rule.property]: autoName(rule, { ...goal, inputs, generation: saved.id }) };
}

/** The property with the name that is generated for a resource, unless the program gives one. */
export function generatedName({ inputs }: Pick<Goal, 'inputs'>, { name: rule }: Kind): string | undefined {
  return rule && (inputs[rule.property] ?? undefined) === undefined ? rule.property : undefined;
}

/** Names that are too long for AWS; an engine takes any length. */
function longNames({ type }: Goal, { name: rule }: Kind, inputs: Properties): string[] {
  const name = rule && inputs[rule.property];
  if (!rule || typeof name !== 'string' || isUnknown(name) || name.length <= rule.max) return [];
  return [`${type} takes ${rule.max} characters for ${rule.property}, and ${name} has ${name.length}`];
}

const takesTags = ({ inputs, noEffect = [] }: Kind): boolean => [...inputs, ...noEffect].includes('tags');

/** The names of input properties that are not supported. */
function foreignInputs({ type }: Goal, kind: Kind, inputs: Properties): string[] {
  if (kind.anyInput) return [];
  const { only = {}, parts = {}, noEffect = [] } = kind;
  const known = new Set([...kind.inputs, ...noEffect, ...Object.keys(only), 'region']);
  const set = Object.entries(inputs).filter(([, value]) => value !== null && value !== undefined);
  const foreign = set.map(([name]) => name).filter((name) => !known.has(name));
  const foreignParts = set.flatMap(([name, value]) =>
    parts[name] === undefined ? [] : partsOf(value).flatMap((part) => without(parts[name]!, part, name)),
  );
  const names = [...foreign, ...new Set(foreignParts)];
  const problems =
    names.length > 0 ? [`${type} is known here, but not its property ${names.join(', ')}`] : [];
  for (const [name, value] of set) {
    if (only[name] === undefined || isUnknown(value)) continue;
    if (only[name].some((one) => isSame(one, value))) continue;
    const allowed = only[name].map((one) => JSON.stringify(one)).join(', ');
    problems.push(`${type} takes ${allowed} for ${name} on a local stage, and not ${JSON.stringify(value)}`);
  }
  return problems;
}

const partsOf = (value: Value | undefined): object[] =>
  [value].flat().filter((one) => one !== null && typeof one === 'object') as object[];

const without = (known: readonly string[], part: object, name: string): string[] =>
  Object.entries(part)
    .filter(([key, value]) => value !== null && value !== undefined && !known.includes(key))
    .map(([key]) => `${name}.${key}`);
