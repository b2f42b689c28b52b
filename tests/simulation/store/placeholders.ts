import { Invalid } from './errors.ts';
import type { Item } from './values.ts';

interface Request {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
}

/**
 * Holds a request's names and values against its expressions: each that is used has to be given, and each that is
 * given used.
 *
 * @throws Invalid with the first that does not fit.
 */
export function checkPlaceholders(request: Request, expressions: (string | undefined)[]): void {
  const used = new Set(expressions.flatMap((text) => text?.match(/[#:][A-Za-z0-9_]+/g) ?? []));
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = request;
  for (const word of used) {
    const kind = word.startsWith('#') ? 'name' : 'value';
    if (!Object.hasOwn((kind === 'name' ? names : values) ?? {}, word))
      throw new Invalid(
        `Invalid expression: An expression attribute ${kind} used in expression is not defined; attribute ${kind}: ${word}`,
      );
  }
  for (const [kind, given] of [
    ['Names', names],
    ['Values', values],
  ] as const) {
    if (!given) continue;
    const words = Object.keys(given);
    if (words.length === 0) throw new Invalid(`ExpressionAttribute${kind} must not be empty`);
    const unused = words.filter((word) => !used.has(word));
    if (unused.length > 0)
      throw new Invalid(
        `Value provided in ExpressionAttribute${kind} unused in expressions: keys: {${unused.join(', ')}}`,
      );
  }
}
