import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Invalid } from './errors.ts';
import { type Path, parsePath, readPath, resolvePath } from './path.ts';
import { Tokens } from './tokens.ts';
import { compare, contains, equal, type Item, numberValue, sizeOf, typeOf } from './values.ts';

/** What an expression is held against. */
export interface Scope {
  item: Item | undefined;
  names: Record<string, string>;
  values: Item;
}

type Operand = (scope: Scope) => AttributeValue | undefined;
type Condition = (scope: Scope) => boolean;

/** A condition that was parsed: what its values have to be (throws Invalid), and whether it holds. */
export interface ParsedCondition {
  check: (values: Item) => void;
  holds: Condition;
}

/** The types that have an order. */
const ORDERED = ['S', 'N', 'B'];

const COMPARATORS: Record<string, (a: AttributeValue, b: AttributeValue) => boolean> = {
  '=': equal,
  '<>': (a, b) => !equal(a, b),
  '<': (a, b) => (compare(a, b) ?? 1) < 0,
  '<=': (a, b) => (compare(a, b) ?? 1) <= 0,
  '>': (a, b) => (compare(a, b) ?? -1) > 0,
  '>=': (a, b) => (compare(a, b) ?? -1) >= 0,
};

const startsWith = (value: AttributeValue, start: AttributeValue): boolean =>
  value.S !== undefined && start.S !== undefined && value.S.startsWith(start.S);

/** Functions of a path alone, and of a path and an operand. */
const OF_PATH: Record<string, (value: AttributeValue | undefined) => boolean> = {
  attribute_exists: (value) => value !== undefined,
  attribute_not_exists: (value) => value === undefined,
};
const OF_TWO: Record<string, (value: AttributeValue, operand: AttributeValue) => boolean> = {
  attribute_type: (value, operand) => typeOf(value) === operand.S,
  begins_with: startsWith,
  contains,
};

/**
 * Parses a condition, as ConditionExpression and KeyConditionExpression hold one (DynamoDB Developer Guide,
 * "Comparison operator and function reference").
 *
 * @throws Invalid when it is none.
 */
export function parseCondition(text: string): ParsedCondition {
  const tokens = new Tokens(text);
  const holds = parseOr(tokens);
  tokens.end();
  return {
    holds,
    check: (values) =>
      tokens.checks.forEach((check) => {
        check(values);
      }),
  };
}

function parseOr(tokens: Tokens): Condition {
  const parts = [parseAnd(tokens)];
  while (tokens.skip('OR')) parts.push(parseAnd(tokens));
  return parts.length === 1 ? parts[0]! : (scope) => parts.some((part) => part(scope));
}

function parseAnd(tokens: Tokens): Condition {
  const parts = [parseNot(tokens)];
  while (tokens.skip('AND')) parts.push(parseNot(tokens));
  return parts.length === 1 ? parts[0]! : (scope) => parts.every((part) => part(scope));
}

function parseNot(tokens: Tokens): Condition {
  if (!tokens.skip('NOT')) return parsePrimary(tokens);
  const inner = parseNot(tokens);
  return (scope) => !inner(scope);
}

function parsePrimary(tokens: Tokens): Condition {
  if (tokens.skip('(')) {
    const inner = parseOr(tokens);
    tokens.expect(')');
    return inner;
  }
  if (tokens.afterNext === '(' && tokens.next !== 'size') return parseFunction(tokens);
  const left = parseOperand(tokens);
  if (tokens.skip('BETWEEN')) return parseBetween(tokens, left);
  if (tokens.skip('IN')) return parseIn(tokens, left);
  const comparator = COMPARATORS[tokens.next ?? ''];
  if (!comparator) throw tokens.wrong();
  const sign = tokens.take();
  if (sign !== '=' && sign !== '<>') tokens.allow(tokens.next ?? '', ORDERED, sign);
  const right = parseOperand(tokens);
  return (scope) => holds(comparator, left(scope), right(scope));
}

/** A comparison with what is not there does not hold, except that it is unequal to everything. */
function holds(
  comparator: (a: AttributeValue, b: AttributeValue) => boolean,
  a: AttributeValue | undefined,
  b: AttributeValue | undefined,
): boolean {
  return a !== undefined && b !== undefined ? comparator(a, b) : comparator === COMPARATORS['<>'];
}

function parseBetween(tokens: Tokens, operand: Operand): Condition {
  tokens.allow(tokens.next ?? '', ORDERED, 'BETWEEN');
  const low = parseOperand(tokens);
  tokens.expect('AND');
  tokens.allow(tokens.next ?? '', ORDERED, 'BETWEEN');
  const high = parseOperand(tokens);
  return (scope) =>
    holds(COMPARATORS['>=']!, operand(scope), low(scope)) &&
    holds(COMPARATORS['<=']!, operand(scope), high(scope));
}

function parseIn(tokens: Tokens, operand: Operand): Condition {
  tokens.expect('(');
  const list = [parseOperand(tokens)];
  while (tokens.skip(',')) list.push(parseOperand(tokens));
  tokens.expect(')');
  return (scope) => list.some((one) => holds(equal, operand(scope), one(scope)));
}

function parseFunction(tokens: Tokens): Condition {
  const name = tokens.take();
  tokens.expect('(');
  const ofPath = OF_PATH[name];
  const ofTwo = OF_TWO[name];
  if (!ofPath && !ofTwo) throw new Invalid(`Invalid expression: Invalid function name; function: ${name}`);
  const path = parsePath(tokens);
  if (ofTwo) tokens.expect(',');
  if (ofTwo && name !== 'contains') tokens.allow(tokens.next ?? '', ['S', 'B'], name);
  const operand = ofTwo && parseOperand(tokens);
  tokens.expect(')');
  return (scope) => {
    const value = valueAt(path, scope);
    if (ofPath) return ofPath(value);
    const other = operand!(scope);
    return value !== undefined && other !== undefined && ofTwo!(value, other);
  };
}

function parseOperand(tokens: Tokens): Operand {
  if (tokens.next?.startsWith(':')) {
    const name = tokens.take();
    return ({ values }) => values[name];
  }
  if (tokens.next === 'size' && tokens.afterNext === '(') {
    tokens.take();
    tokens.expect('(');
    const path = parsePath(tokens);
    tokens.expect(')');
    return (scope) => {
      const value = valueAt(path, scope);
      const size = value && sizeOf(value);
      return size === undefined ? undefined : numberValue(size);
    };
  }
  const path = parsePath(tokens);
  return (scope) => valueAt(path, scope);
}

const valueAt = (path: Path, { item, names }: Scope) => readPath(item, resolvePath(path, names));
