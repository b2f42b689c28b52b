import type { Operation } from '../../../functions/contracts/http/operation.ts';
import { LIMITS } from '../../../functions/contracts/limits.ts';
import { Components, type JsonSchema } from '../../../functions/contracts/openapi/schemas.ts';
import { ROLES, type Role } from '../../../functions/contracts/roles.ts';
import { wrongBodies } from './bad-values.ts';
import type { Call } from './recorder.ts';

/** A call that has to be refused: what is wrong with it, and how. */
export type BadCall = [what: string, call: Call, status: number];

const components = new Components();
const named = (node: JsonSchema): JsonSchema => {
  const name = String(node.$ref ?? '')
    .split('/')
    .at(-1);
  return name ? components.schemas[name]! : node;
};

/** A call that would be fine if what it names existed. */
export const goodCall = ({ body, bodyExample, idempotent }: Operation, token: string | undefined): Call => ({
  token,
  ...(body && { body: bodyExample }),
  ...(idempotent && { headers: { 'idempotency-key': crypto.randomUUID() } }),
});

/**
 * Every call that an operation has to refuse because of how it is declared. Paths name nothing that exists, so that
 * nothing happens even if one of them gets through.
 *
 * @param tokens of each role, and of nobody else
 */
export function badCalls(operation: Operation, tokens: Record<Role, string>): BadCall[] {
  const { access } = operation;
  const good = goodCall(operation, access === 'public' ? undefined : tokens[access[0]!]);
  const others = access === 'public' ? [] : ROLES.filter((role) => !access.includes(role));
  const token: BadCall[] =
    access === 'public'
      ? []
      : [
          ['no token', { ...good, token: undefined }, 401],
          ['no token that we know', { ...good, token: 'eyJhbGciOiJub25lIn0.e30.' }, 401],
          ...others.map((role): BadCall => [`a token of ${role}`, { ...good, token: tokens[role] }, 403]),
        ];
  return [
    ...token,
    ...badBodies(operation, good),
    ...badKeys(operation, good),
    ...badPlaces(operation, good),
    ...(operation.path && operation.refuses?.[404]
      ? [['a path to nothing', good, 404] satisfies BadCall]
      : []),
  ];
}

function badBodies({ body: schema, bodyExample }: Operation, good: Call): BadCall[] {
  if (!schema) return [];
  const wrong = [...wrongBodies(components.describe(schema), bodyExample, named)];
  const padded = `${JSON.stringify(bodyExample)}${' '.repeat(LIMITS.bodyBytes)}`;
  const type = (contentType: string | undefined) => ({ ...good.headers, 'content-type': contentType });
  return [
    ...wrong.map(([what, body]): BadCall => [what, { ...good, body }, 400]),
    ['half a body', { ...good, body: JSON.stringify(bodyExample).slice(0, -1) }, 400],
    ['an empty body', { ...good, body: '' }, 400],
    ['NUL bytes', { ...good, body: '\0\0' }, 400],
    ['more than fits', { ...good, body: padded }, 413],
    ['text', { ...good, headers: type('text/plain') }, 415],
    ['no content type', { ...good, headers: type(undefined) }, 415],
  ];
}

function badKeys({ idempotent, conditional }: Operation, good: Call): BadCall[] {
  const header = (name: string, value: string | undefined): Call => ({
    ...good,
    headers: { ...good.headers, [name]: value },
  });
  return [
    ...(idempotent
      ? ([
          ['no Idempotency-Key', header('idempotency-key', undefined), 400],
          ['an Idempotency-Key with a blank', header('idempotency-key', 'a b'), 400],
          ['an Idempotency-Key that is too long', header('idempotency-key', 'k'.repeat(256)), 400],
        ] satisfies BadCall[])
      : []),
    ...(conditional
      ? ([
          ['an If-Match without quotes', header('if-match', '7'), 400],
          ['an If-None-Match without quotes', header('if-none-match', '7'), 400],
        ] satisfies BadCall[])
      : []),
  ];
}

function badPlaces({ path, query }: Operation, good: Call): BadCall[] {
  const inPath = Object.keys(propertiesOf(path));
  const inQuery = Object.entries(propertiesOf(query));
  const ask = (name: string, value: string): Call => ({ ...good, query: { [name]: value } });
  return [
    ...inPath.map(
      (name): BadCall => [`${name} is too long`, { ...good, path: { [name]: 'x'.repeat(129) } }, 400],
    ),
    ...(query ? [['an unknown query', ask('surprise', '1'), 400] satisfies BadCall] : []),
    ...inQuery.flatMap(([name, { type, maximum, minimum, maxLength, enum: values }]): BadCall[] => [
      ...(type === 'integer'
        ? ([
            [`${name} is no number`, ask(name, 'ten'), 400],
            [`${name} is half a number`, ask(name, '1.5'), 400],
          ] satisfies BadCall[])
        : []),
      ...(maximum === undefined
        ? []
        : [[`${name} is too large`, ask(name, String(Number(maximum) + 1)), 400] satisfies BadCall]),
      ...(minimum === undefined
        ? []
        : [[`${name} is too small`, ask(name, String(Number(minimum) - 1)), 400] satisfies BadCall]),
      ...(maxLength === undefined
        ? []
        : [[`${name} is too long`, ask(name, 'x'.repeat(Number(maxLength) + 1)), 400] satisfies BadCall]),
      ...(values ? [[`${name} is none of them`, ask(name, 'surprise'), 400] satisfies BadCall] : []),
      ...(name === 'cursor'
        ? [['a cursor that nobody gave out', ask(name, '!'), 400] satisfies BadCall]
        : []),
    ]),
  ];
}

const propertiesOf = (schema: Operation['path']): Record<string, JsonSchema> =>
  schema ? (components.describe(schema) as { properties: Record<string, JsonSchema> }).properties : {};
