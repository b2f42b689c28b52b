import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DoesNotFit, Invalid } from './errors.ts';
import { RESERVED } from './reserved-words.ts';
import type { Tokens } from './tokens.ts';
import type { Item } from './values.ts';

/** A document path, as in `a.#b[2].c`: names as they are written, and positions in lists. */
export type Path = readonly (string | number)[];

const NAME = /^(#[A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*)$/;

/** Reads a path. @throws Invalid at what is none, or at a reserved word. */
export function parsePath(tokens: Tokens): Path {
  const path: (string | number)[] = [parseName(tokens)];
  for (;;) {
    if (tokens.skip('.')) path.push(parseName(tokens));
    else if (tokens.skip('[')) {
      path.push(Number(tokens.take()));
      tokens.expect(']');
    } else return path;
  }
}

function parseName(tokens: Tokens): string {
  if (!NAME.test(tokens.next ?? '')) throw tokens.wrong();
  const name = tokens.take();
  if (RESERVED.has(name.toUpperCase()))
    throw new Invalid(`Invalid expression: Attribute name is a reserved keyword; reserved keyword: ${name}`);
  return name;
}

/** Puts the names in the place of their placeholders. The request's placeholders were checked before. */
export const resolvePath = (path: Path, names: Record<string, string>): Path =>
  path.map((part) => (typeof part === 'string' && part.startsWith('#') ? names[part]! : part));

/** What stands at a path of an item, or undefined. */
export function readPath(item: Item | undefined, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = item && { M: item };
  for (const part of path) value = typeof part === 'number' ? value?.L?.[part] : value?.M?.[part];
  return value;
}

/**
 * Puts a value at a path, or takes away what is there (undefined).
 *
 * @throws DoesNotFit when what the path leads through is not there.
 */
export function writePath(item: Item, path: Path, value: AttributeValue | undefined): void {
  const parent = readPath(item, path.slice(0, -1));
  const last = path.at(-1)!;
  const fits = typeof last === 'number' ? parent?.L : parent?.M;
  if (!fits)
    throw new DoesNotFit('The document path provided in the update expression is invalid for update');
  if (typeof last === 'string') {
    if (value) parent!.M![last] = value;
    else delete parent!.M![last];
  } else if (value) {
    parent!.L![Math.min(last, parent!.L!.length)] = value;
  } else parent!.L!.splice(last, 1);
}

/** Whether one path leads to the other or through it: an update may not name both. */
export const overlap = (a: Path, b: Path): boolean =>
  a.slice(0, b.length).every((part, index) => part === b[index]);
