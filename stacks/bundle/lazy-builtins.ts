import type { BunPlugin } from 'bun';

/**
 * Takes some modules of Node from process.getBuiltinModule instead of an ESM import, and reads of them what is used alone: the import
 * reads all of their names. At `WebSocket` of node:http Node loads undici, which is most of a first call of AWS (nodejs/node#59686); at
 * `report` and `finalization` of node:process what is behind them, 2 ms; for the `require` of node:dgram Bun would load node:module.
 * As CommonJS, since Bun would keep and read all names of an ESM module that is imported dynamically, as the SDK does it. The
 * filter is narrow on purpose: a catch-all would make Bun lose the packages' sideEffects, and with it tree shaking.
 */
export const lazyBuiltins: BunPlugin = {
  name: 'lazy-builtins',
  setup(build) {
    build.onResolve({ filter: /^(node:)?(https?|process|dgram)$/ }, ({ path }) => ({
      path: path.replace(/^node:/, ''),
      namespace: 'builtin',
    }));
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${path}');`,
      loader: 'js',
    }));
  },
};
