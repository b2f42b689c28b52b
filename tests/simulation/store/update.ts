import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Scope } from './condition.ts';
import { DoesNotFit, Invalid } from './errors.ts';
import { overlap, type Path, parsePath, readPath, resolvePath, writePath } from './path.ts';
import { Tokens } from './tokens.ts';
import { type Item, numberOf, numberValue } from './values.ts';

type Value = (scope: Scope) => AttributeValue;
export interface Update {
  actions: Action[];
  /** Throws Invalid when a value is of a type that no item could go with. */
  check: (values: Item) => void;
}

interface Action {
  path: Path;
  /** What comes to stand there, made of the item as it was; undefined takes it away. */
  value?: Value;
}

const MISSING = 'The provided expression refers to an attribute that does not exist in the item';
const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';

/**
 * Parses an update expression: SET with + and -, if_not_exists and list_append; REMOVE; ADD of numbers.
 *
 * @throws Invalid when it is none, when a clause comes twice, or for DELETE, which nothing here uses.
 */
export function parseUpdate(text: string): Update {
  const tokens = new Tokens(text);
  const actions: Action[] = [];
  const clauses = new Set<string>();
  while (tokens.next !== undefined) {
    const clause = tokens.take().toUpperCase();
    const parse = CLAUSES[clause];
    if (!parse || clauses.has(clause)) throw new Invalid(`Invalid UpdateExpression: Syntax error; "${text}"`);
    clauses.add(clause);
    do actions.push(parse(tokens));
    while (tokens.skip(','));
  }
  return {
    actions,
    check: (values) =>
      tokens.checks.forEach((check) => {
        check(values);
      }),
  };
}

const CLAUSES: Record<string, (tokens: Tokens) => Action> = {
  SET(tokens) {
    const path = parsePath(tokens);
    tokens.expect('=');
    return { path, value: parseSum(tokens) };
  },
  REMOVE: (tokens) => ({ path: parsePath(tokens) }),
  ADD(tokens) {
    const path = parsePath(tokens);
    tokens.allow(tokens.next ?? '', ['N'], 'ADD');
    const more = parsePlaceholder(tokens);
    return { path, value: (scope) => add(readScope(path, scope) ?? numberValue(0), more(scope), 1) };
  },
};

function parseSum(tokens: Tokens): Value {
  const first = tokens.next ?? '';
  const left = parseValue(tokens);
  const sign = tokens.skip('+') ? 1 : tokens.skip('-') ? -1 : undefined;
  if (sign === undefined) return left;
  tokens.allow(first, ['N'], sign === 1 ? '+' : '-');
  tokens.allow(tokens.next ?? '', ['N'], sign === 1 ? '+' : '-');
  const right = parseValue(tokens);
  return (scope) => add(left(scope), right(scope), sign);
}

function parseValue(tokens: Tokens): Value {
  if (tokens.next?.startsWith(':')) return parsePlaceholder(tokens);
  if (tokens.afterNext === '(') return parseFunction(tokens);
  const path = parsePath(tokens);
  return (scope) => {
    const value = readScope(path, scope);
    if (!value) throw new DoesNotFit(MISSING);
    return value;
  };
}

function parsePlaceholder(tokens: Tokens): Value {
  if (!tokens.next?.startsWith(':')) throw tokens.wrong();
  const name = tokens.take();
  return ({ values }) => values[name]!;
}

function parseFunction(tokens: Tokens): Value {
  const name = tokens.take();
  tokens.expect('(');
  if (name === 'if_not_exists') {
    const path = parsePath(tokens);
    tokens.expect(',');
    const otherwise = parseValue(tokens);
    tokens.expect(')');
    return (scope) => readScope(path, scope) ?? otherwise(scope);
  }
  if (name !== 'list_append')
    throw new Invalid(`Invalid UpdateExpression: Invalid function name; function: ${name}`);
  tokens.allow(tokens.next ?? '', ['L'], name);
  const first = parseValue(tokens);
  tokens.expect(',');
  tokens.allow(tokens.next ?? '', ['L'], name);
  const second = parseValue(tokens);
  tokens.expect(')');
  return (scope) => {
    const [a, b] = [first(scope).L, second(scope).L];
    if (!a || !b) throw new DoesNotFit(WRONG_TYPE);
    return { L: [...a, ...b] };
  };
}

function add(a: AttributeValue, b: AttributeValue, sign: 1 | -1): AttributeValue {
  if (a.N === undefined || b.N === undefined) throw new DoesNotFit(WRONG_TYPE);
  return numberValue(numberOf(a.N) + sign * numberOf(b.N));
}

const readScope = (path: Path, { item, names }: Scope) => readPath(item, resolvePath(path, names));

/**
 * Applies an update: every value is made of the item as it was before.
 *
 * @throws DoesNotFit when the item is not of the form that the update counts on.
 */
export function applyUpdate({ actions }: Update, key: Item, scope: Scope): Item {
  const changes = actions.map(({ path, value }) => ({
    path: resolvePath(path, scope.names),
    value: value?.(scope),
  }));
  const before = scope.item ?? key;
  const next = changes.every(({ path }) => path.length === 1) ? { ...before } : structuredClone(before);
  for (const { path, value } of changes) writePath(next, path, value);
  return next;
}

/** @throws Invalid when two actions touch the same part of the item, or one touches the key. */
export function checkUpdate({ actions }: Update, key: Item, names: Record<string, string>): void {
  const paths = actions.map(({ path }) => resolvePath(path, names));
  for (const [index, path] of paths.entries()) {
    if (Object.hasOwn(key, path[0]!))
      throw new Invalid(
        `One or more parameter values were invalid: Cannot update attribute ${path[0]}. This attribute is part of the key`,
      );
    if (paths.slice(0, index).some((other) => overlap(path, other) || overlap(other, path)))
      throw new Invalid('Invalid UpdateExpression: Two document paths overlap with each other;');
  }
}
