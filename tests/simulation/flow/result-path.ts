const partsOf = (path: string): string[] => path.split('.').slice(1);

/** What stands at `$` or `$.a.b`, or undefined. */
export const readValue = (data: unknown, path: string): unknown =>
  partsOf(path).reduce<unknown>(
    (value, part) => (value as Record<string, unknown> | undefined)?.[part],
    data,
  );

/** A state's output: its input with the result put at ResultPath; null drops the result, `$` the input. */
export function putResult(input: unknown, path: string | null | undefined, result: unknown): unknown {
  if (path === null) return input;
  const [first, ...rest] = partsOf(path ?? '$');
  if (first === undefined) return result;
  const object = input as Record<string, unknown>;
  const inner = rest.length === 0 ? result : putResult(object[first] ?? {}, ['$', ...rest].join('.'), result);
  return { ...object, [first]: inner };
}
