import type { BunPlugin } from 'bun';

const BUILTINS =
  /^(node:)?(async_hooks|buffer|crypto|dgram|events|fs|https?|os|path|process|stream|timers|url|util|zlib)$/;

/**
 * Takes modules of Node from process.getBuiltinModule instead of an ESM import, and reads of them what is used alone: the import
 * reads all of their names. At `WebSocket` of node:http Node loads undici, 10 to 12 ms (nodejs/node#59686); at `promises` and `ReadStream` of node:fs what is behind them; at
 * `report` and `finalization` of node:process what is behind them, 2 ms; for the `require` of node:dgram Bun would load node:module.
 * As CommonJS, since Bun would keep and read all names of an ESM module that is imported dynamically, as the SDK does it. The
 * filter is narrow on purpose: a catch-all would make Bun lose the packages' sideEffects, and with it tree shaking.
 */
export const lazyBuiltins: BunPlugin = {
  name: 'lazy-builtins',
  setup(build) {
    build.onResolve({ filter: BUILTINS }, ({ path }) => ({
      path: path.replace(/^node:/, ''),
      namespace: 'builtin',
    }));
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${path}');`,
      loader: 'js',
    }));
  },
};
