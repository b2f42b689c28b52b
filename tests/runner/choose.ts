import { nearest, rest } from '@serverless-orders/command-line/arguments';
import { UserError } from '@serverless-orders/command-line/user-error';
import type { Part } from './parts.ts';

type Parts = Readonly<Record<string, Part>>;

/** The words of a command that runs parts by their names. */
export const partWords = (parts: Parts) => rest('part', `parts (${Object.keys(parts).join(', ')})`);

/**
 * The parts that are named, in the order in which they run; all without a name.
 *
 * @throws UserError for a name of no part.
 */
export function chosenParts(parts: Parts, words: readonly string[]): Part[] {
  const unknown = words.find((word) => !Object.hasOwn(parts, word));
  if (unknown !== undefined) {
    const meant = nearest(unknown, Object.keys(parts));
    throw new UserError(
      `there is no part "${unknown}"${meant ? `, only ${meant}` : ''}`,
      `name some of ${Object.keys(parts).join(', ')}`,
    );
  }
  const names = Object.keys(parts).filter((name) => words.length === 0 || words.includes(name));
  return names.map((name) => parts[name]!);
}
