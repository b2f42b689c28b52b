import type { Resource } from '../pulumi/resource.ts';
import { providerUrn } from '../pulumi/resource.ts';
import { SIGNATURE } from '../pulumi/values.ts';

/** A difference between two graphs: the resource, the field, and its value in each. */
export interface Difference {
  readonly urn: string;
  readonly at: string;
  readonly real: unknown;
  readonly standIn: unknown;
}

/** Pulumi's mark of a secret. */
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** Shorter texts are not taken for generated ids: they could mean something else. */
const SHORTEST = 6;

/** Providers that nobody declared: the real engine makes one for each package, and the stand-in has none. */
const isDefault = ({ urn, type }: Resource): boolean =>
  type.startsWith('pulumi:providers:') && urn.split('::').at(-1)!.startsWith('default');

/**
 * Compares the graph of the real engine with the stand-in's, resource by resource: URN, type, parent, inputs, dependencies,
 * provider and options. Values that AWS generates (ids, keys, times) differ between two deployments: they are equal if they are
 * the same output of the same resource.
 */
export function differences(real: readonly Resource[], standIn: readonly Resource[]): Difference[] {
  const [left, right] = [real, standIn].map((all) =>
    withSameNames(all.filter((one) => !isDefault(one)).map(opened)),
  );
  const both = { real: byUrn(left!), standIn: byUrn(right!) };
  const given = { real: outputsOf(left!), standIn: outputsOf(right!) };
  const found: Difference[] = [];
  for (const urn of new Set([...both.real.keys(), ...both.standIn.keys()])) {
    const [one, other] = [both.real.get(urn), both.standIn.get(urn)];
    if (!one || !other) {
      found.push({ urn, at: 'there', real: one !== undefined, standIn: other !== undefined });
      continue;
    }
    const visit = (at: string, mine: unknown, theirs: unknown): void => {
      if (isSameLeaf(mine, theirs, given)) return;
      if (isParent(mine) && isParent(theirs) && Array.isArray(mine) === Array.isArray(theirs)) {
        for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)]))
          visit(`${at}.${key}`, mine[key], theirs[key]);
      } else found.push({ urn, at, real: mine, standIn: theirs });
    };
    for (const [name, fieldOf] of Object.entries(FIELDS)) visit(name, fieldOf(one), fieldOf(other));
  }
  return found;
}

/** The six letters in a subscriber's name that sst computes from the ARN of its queue. */
const SUBSCRIBER = /(Subscriber)[A-Z][a-z]{5}(?=[A-Z":])/g;

/** The resources with equal names where sst derives a name from a generated value (a part of an API's path, a queue). */
function withSameNames(all: readonly Resource[]): Resource[] {
  let text = JSON.stringify(all);
  for (const { type, urn, id, outputs } of all) {
    const made =
      type === 'aws:apigateway/resource:Resource'
        ? id
        : type === 'aws:apigateway/restApi:RestApi'
          ? outputs?.rootResourceId
          : undefined;
    if (typeof made === 'string') text = text.replaceAll(made, `IdOf${urn.split('::').at(-1)}`);
  }
  return JSON.parse(text.replace(SUBSCRIBER, '$1'));
}

/** The fields of a resource that are compared. */
const FIELDS: Record<string, (resource: Resource) => unknown> = {
  type: ({ type }) => type,
  custom: ({ custom }) => custom,
  external: ({ external = false }) => external,
  parent: ({ parent = '' }) => parent,
  inputs: ({ custom, type, inputs }) => (custom ? withoutNotes(type, inputs ?? {}) : {}),
  dependencies: ({ dependencies }) => sorted(dependencies),
  // The SDK lists dependencies of a property that is null, as providers write it, but not of one that is missing: both are left out.
  propertyDependencies: ({ custom, propertyDependencies, inputs }) =>
    Object.fromEntries(
      Object.entries(propertyDependencies ?? {})
        .filter(([name, urns]) => urns?.length > 0 && !(custom && (inputs?.[name] ?? null) === null))
        .map(([name, urns]) => [name, sorted(urns)]),
    ),
  provider: ({ provider }) => {
    const urn = provider && providerUrn(provider);
    return !urn || urn.split('::').at(-1)!.startsWith('default') ? '' : urn;
  },
  protect: ({ protect = false }) => protect,
  retainOnDelete: ({ retainOnDelete = false }) => retainOnDelete,
  deletedWith: ({ deletedWith = '' }) => deletedWith,
  delete: (resource) => resource.delete ?? false,
  customTimeouts: ({ customTimeouts }) =>
    Object.fromEntries(Object.entries(customTimeouts ?? {}).filter(([, seconds]) => seconds)),
};

/** Without what the real engine adds about the plugin to the inputs of a provider. */
const withoutNotes = (type: string, inputs: Resource['inputs']): Resource['inputs'] =>
  type.startsWith('pulumi:providers:') ? { ...inputs, version: undefined, __internal: undefined } : inputs;

type Parent = Record<string, unknown>;

const isParent = (value: unknown): value is Parent => value !== null && typeof value === 'object';

const sorted = (list: readonly string[] = []): string => [...new Set(list)].sort().join('\n');

const byUrn = (all: readonly Resource[]) => new Map(all.map((one) => [one.urn, one]));

/** Each text that is an output or an id, with its resource and property; longest first, each text once. */
function outputsOf(all: readonly Resource[]): [text: string, whose: string][] {
  const owners = new Map<string, string>();
  for (const { urn, id, outputs } of all) {
    for (const [name, text] of Object.entries({ ...outputs, ...(id && { id }) })) {
      if (typeof text !== 'string' || text.length < SHORTEST) continue;
      const whose = `{${urn} ${name}}`;
      const known = owners.get(text);
      if (known === undefined || whose < known) owners.set(text, whose);
    }
  }
  return [...owners].sort(([left], [right]) => right.length - left.length);
}

interface Outputs {
  readonly real: [string, string][];
  readonly standIn: [string, string][];
}

/** Undefined equals null, and texts are equal when only generated values in them differ. */
function isSameLeaf(mine: unknown, theirs: unknown, given: Outputs): boolean {
  if ((mine ?? null) === (theirs ?? null)) return true;
  if (typeof mine !== 'string' || typeof theirs !== 'string') return false;
  return attributed(mine, given.real) === attributed(theirs, given.standIn);
}

function attributed(text: string, outputs: readonly [string, string][]): string {
  let result = text;
  for (const [value, whose] of outputs) if (result.includes(value)) result = result.replaceAll(value, whose);
  return result;
}

/** A resource with its secrets in clear, and with hashes in place of its files and texts. */
const opened = (resource: Resource): Resource => open(resource) as Resource;

function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (!isParent(value)) return value;
  if (value[SIGNATURE] === SECRET) return open(JSON.parse(String(value.plaintext)));
  if (SIGNATURE in value) return `hash:${value.hash}`;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, open(inner)]));
}
