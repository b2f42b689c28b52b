import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

/** S, N, B, BOOL, NULL, L, M, SS, NS or BS. */
export const typeOf = (value: AttributeValue): string => Object.keys(value)[0]!;

/**
 * A number as DynamoDB has it, a decimal of 38 digits, as a double.
 *
 * @throws Error when the double would not be exact: nothing here counts that far, and silence would be a lie.
 */
export function numberOf(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || Math.abs(number) > Number.MAX_SAFE_INTEGER)
    throw new Error(`the simulated store does not count as far as ${text}`);
  return number;
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

/** Less than, equal or greater, for two values of the same ordered type; undefined for all others. */
export function compare(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.N !== undefined && b.N !== undefined) return numberOf(a.N) - numberOf(b.N);
  if (a.S !== undefined && b.S !== undefined) return compareText(a.S, b.S);
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
}

/** Strings are ordered by their bytes in UTF-8. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(bytesOf(a), bytesOf(b));
}

export function equal(a: AttributeValue, b: AttributeValue): boolean {
  if (typeOf(a) !== typeOf(b)) return false;
  if (a.L && b.L) return a.L.length === b.L.length && a.L.every((one, index) => equal(one, b.L![index]!));
  if (a.M && b.M) return equalMaps(a.M, b.M);
  if (a.SS && b.SS) return equalSets(a.SS, b.SS);
  if (a.NS && b.NS) return equalSets(a.NS.map(numberOf), b.NS.map(numberOf));
  if (a.BOOL !== undefined) return a.BOOL === b.BOOL;
  if (a.NULL !== undefined) return true;
  return compare(a, b) === 0;
}

const equalSets = <T>(a: T[], b: T[]) => a.length === b.length && a.every((one) => b.includes(one));

const equalMaps = (a: Item, b: Item) =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([name, value]) => b[name] !== undefined && equal(value, b[name]));

/** What the function size gives: bytes of a string or binary, members of a set, list or map; else undefined. */
export function sizeOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return bytesOf(value.S).length;
  if (value.B !== undefined) return value.B.length;
  const members = value.L ?? value.SS ?? value.NS ?? value.BS ?? (value.M && Object.keys(value.M));
  return members?.length;
}

/** What the function contains says: a part of a string, or a member of a set or list. */
export function contains(whole: AttributeValue, part: AttributeValue): boolean {
  if (whole.S !== undefined) return part.S !== undefined && whole.S.includes(part.S);
  if (whole.SS) return part.S !== undefined && whole.SS.includes(part.S);
  if (whole.NS) return part.N !== undefined && whole.NS.map(numberOf).includes(numberOf(part.N));
  return whole.L?.some((one) => equal(one, part)) ?? false;
}

/** A number in the notation in which DynamoDB gives it back. */
export const numberValue = (value: number): AttributeValue => ({ N: String(value) });
