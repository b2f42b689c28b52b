import type { BunPlugin } from 'bun';

/**
 * Takes node:http and node:https from process.getBuiltinModule instead of an ESM import, and reads of them what is used alone: the
 * import reads all of their names, and at WebSocket Node loads undici, which is most of a first call of AWS (nodejs/node#59686).
 * As CommonJS, since Bun would keep and read all names of an ESM module that is imported dynamically, as the SDK does it. The
 * filter is narrow on purpose: a catch-all would make Bun lose the packages' sideEffects, and with it tree shaking.
 */
export const lazyHttp: BunPlugin = {
  name: 'lazy-http',
  setup(build) {
    build.onResolve({ filter: /^(node:)?https?$/ }, ({ path }) => ({
      path: path.replace(/^node:/, ''),
      namespace: 'builtin',
    }));
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${path}');`,
      loader: 'js',
    }));
  },
};
