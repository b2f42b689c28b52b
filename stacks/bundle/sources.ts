import type { BuildMetafile } from 'bun';

/**
 * Which files of the project each bundle is built from, by its name: its entry and all that is imported from there on, also what
 * leaves nothing in the bundle. Packages are not among them.
 *
 * @example sourcesOf(metafile)['orders/api/place-order'] // ['functions/orders/api/place-order.ts', ...]
 */
export function sourcesOf({ inputs, outputs }: BuildMetafile): Record<string, string[]> {
  const entries = Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  return Object.fromEntries(
    entries.map((entry) => [entry.replace(/^functions\/(.+)\.ts$/, '$1'), [...reached(entry, inputs)]]),
  );
}

function reached(entry: string, inputs: BuildMetafile['inputs']): Set<string> {
  const files = new Set<string>([entry]);
  // A set gives what is added while it is gone through.
  for (const file of files)
    for (const { path } of inputs[file]?.imports ?? []) if (!path.includes('node_modules/')) files.add(path);
  return files;
}
