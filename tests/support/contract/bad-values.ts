import type { JsonSchema } from '../../../functions/contracts/openapi/schemas.ts';

interface Node extends JsonSchema {
  type?: string;
  properties?: Record<string, Node>;
  required?: string[];
  additionalProperties?: unknown;
  items?: Node;
  maxLength?: number;
  maxItems?: number;
  $ref?: string;
}

/** One way in which a value is wrong: what was done to it, and the result as JSON text. */
type Wrong = [what: string, json: string];

/** A number that JSON can write and a double cannot hold; it is put in as text. */
const HUGE = '"@huge@"';

const json = (value: unknown): string => JSON.stringify(value).replaceAll(HUGE, '1e400');

/** Values of another type than the schema has. */
function otherTypes({ type }: Node): [string, unknown][] {
  const values: [string, string, unknown][] = [
    ['string', 'a text', 'text'],
    ['integer', 'a number', 7],
    ['boolean', 'a yes', true],
    ['array', 'an array', []],
    ['object', 'an object', {}],
    ['null', 'null', null],
  ];
  const numbers: [string, unknown][] = [
    ['half a number', 0.5],
    ['a number beyond doubles', '@huge@'],
    ['a number beyond integers', 2 ** 53],
    ['the least number', -(2 ** 53)],
  ];
  return [
    ...values.filter(([kind]) => kind !== type).map(([, what, value]): [string, unknown] => [what, value]),
    ...(type === 'integer' ? numbers : []),
  ];
}

/**
 * Everything that can be wrong with a body of this schema, one thing at a time, made from an example that is right:
 * each field left out, of another type, too long, beside an unknown one, at every depth.
 */
export function* wrongBodies(schema: Node, example: unknown, resolve: (node: Node) => Node): Iterable<Wrong> {
  yield* wrongAt(schema, example, '', (value) => json(value));

  function* wrongAt(
    unresolved: Node,
    value: unknown,
    at: string,
    within: (value: unknown) => string,
  ): Iterable<Wrong> {
    const node = resolve(unresolved);
    const types = [node.type ?? []].flat();
    if (types.length !== 1) return;
    for (const [what, other] of otherTypes(node)) yield [`${at || 'the body'} is ${what}`, within(other)];
    if (node.maxLength !== undefined) yield [`${at} is too long`, within('x'.repeat(node.maxLength + 1))];
    if (node.properties) yield* wrongObject(node, value as Record<string, unknown>, at, within);
    if (node.items && Array.isArray(value)) yield* wrongArray(node, value, at, within);
  }

  function* wrongObject(
    { properties = {}, required = [], additionalProperties }: Node,
    value: Record<string, unknown>,
    at: string,
    within: (value: unknown) => string,
  ): Iterable<Wrong> {
    for (const name of required) {
      const { [name]: _, ...rest } = value;
      yield [`${at}/${name} is missing`, within(rest)];
    }
    if (additionalProperties === false) {
      yield [`${at} has an unknown field`, within({ ...value, surprise: 1 })];
    }
    for (const [name, property] of Object.entries(properties)) {
      if (name in value)
        yield* wrongAt(property, value[name], `${at}/${name}`, (inner) =>
          within({ ...value, [name]: inner }),
        );
    }
  }

  function* wrongArray(
    { items, maxItems }: Node,
    value: unknown[],
    at: string,
    within: (value: unknown) => string,
  ): Iterable<Wrong> {
    if (maxItems !== undefined)
      yield [`${at} has too many items`, within(Array.from({ length: maxItems + 1 }, () => value[0]))];
    yield* wrongAt(items!, value[0], `${at}/0`, (inner) => within([inner, ...value.slice(1)]));
  }
}

/** Texts that break what does not expect them: as JSON writes them. */
export const STRANGE_TEXTS: [string, string][] = [
  ['NUL', '\\u0000'],
  ['an emoji', '👩‍👩‍👧‍👦'],
  ['text from right to left', 'שלום \\u202e abc'],
  ['a lone surrogate', 'a\\ud800b'],
  ['a combining flood', `a${'\\u0301'.repeat(40)}`],
  ['a script', '<script>alert(1)</script>'],
  ['a query', "' OR 1=1 --"],
  ['nothing', ''],
  ['a blank', ' '],
];

/** The example with each of its texts in turn replaced by a strange one. */
export function* strangeBodies(example: unknown): Iterable<Wrong> {
  const marked: string[] = [];
  const texts: string[] = [];
  const collect = (value: unknown, rebuild: (inner: unknown) => unknown): void => {
    if (typeof value === 'string') {
      marked.push(JSON.stringify(rebuild('@strange@')));
      texts.push(value);
    } else if (Array.isArray(value)) {
      value.forEach((inner, at) => {
        collect(inner, (other) => rebuild(value.with(at, other)));
      });
    } else if (value && typeof value === 'object') {
      for (const [name, inner] of Object.entries(value))
        collect(inner, (other) => rebuild({ ...value, [name]: other }));
    }
  };
  collect(example, (inner) => inner);
  for (const [at, template] of marked.entries())
    for (const [what, text] of STRANGE_TEXTS)
      yield [`${what} instead of ${texts[at]}`, template.replace('@strange@', () => text)];
}
