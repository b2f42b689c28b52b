import type { BunPlugin } from 'bun';

/**
 * Takes node:http and node:https from process.getBuiltinModule instead of an ESM import: the import makes Node load
 * undici, 38 ms of a cold start against 4 (nodejs/node#59686). The filter is narrow on purpose: a catch-all would
 * make Bun lose the packages' sideEffects, and with it tree shaking.
 */
export const lazyHttp: BunPlugin = {
  name: 'lazy-http',
  setup(build) {
    build.onResolve({ filter: /^(node:)?https?$/ }, ({ path }) => ({
      path: path.replace(/^node:/, ''),
      namespace: 'builtin',
    }));
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, async ({ path }) => {
      const names = Object.keys(await import(`node:${path}`)).filter((name) => name !== 'default');
      const contents = [
        `const builtin = process.getBuiltinModule('node:${path}');`,
        'export default builtin;',
        ...names.map((name) => `export const ${name} = builtin.${name};`),
      ].join('\n');
      return { contents, loader: 'js' };
    });
  },
};
