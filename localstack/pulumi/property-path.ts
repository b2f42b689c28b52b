/** One step of a path into properties: a key, an index, or `*` for all of them. */
type Part = string | number;

const PART = /(?:^|\.)([^.[\]"]+)|\[(\d+|\*)\]|(?:^|\.)?\["((?:[^"\\]|\\.)*)"\]/y;

/**
 * Reads a property path as Pulumi writes it in `ignoreChanges` and `replaceOnChanges`.
 *
 * @example pathOf('tags["a.b"][0].c') // ['tags', 'a.b', 0, 'c']
 * @throws Error if it is no property path: a misread one would affect another property.
 */
export function pathOf(text: string): Part[] {
  const parts: Part[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const [, name, index, quoted] = PART.exec(text) ?? [];
    if (name !== undefined) parts.push(name);
    else if (index !== undefined) parts.push(index === '*' ? '*' : Number(index));
    else if (quoted !== undefined) parts.push(quoted.replace(/\\(.)/g, '$1'));
    else throw new Error(`"${text}" is not a property path`);
  }
  if (parts.length === 0) throw new Error('an empty text is not a property path');
  return parts;
}

type Held = Record<Part, unknown>;

const isHeld = (value: unknown): value is Held => value !== null && typeof value === 'object';

/** Everything that lies at a path: one value, none, or several where a part is `*`. */
export function valuesAt(value: unknown, [part, ...rest]: readonly Part[]): unknown[] {
  if (part === undefined) return [value];
  if (!isHeld(value)) return [];
  if (part === '*') return Object.values(value).flatMap((one) => valuesAt(one, rest));
  return part in value ? valuesAt(value[part], rest) : [];
}

/** Copies the value at a path from `from` to `to`, which is changed in place; a value that `from` does not have is deleted from `to`. */
export function copyPath([part, ...rest]: readonly Part[], from: unknown, to: unknown): void {
  if (part === undefined || !isHeld(from) || !isHeld(to)) return;
  const keys = part === '*' ? new Set([...Object.keys(from), ...Object.keys(to)]) : [part];
  for (const key of keys) {
    if (rest.length > 0) copyPath(rest, from[key], to[key]);
    else if (from[key] === undefined) delete to[key];
    else to[key] = from[key];
  }
}
