import type { BuildConfig } from 'bun';
import { lambdaCredentials } from './lambda-credentials.ts';
import { lazyHttp } from './lazy-http.ts';

/** How a function is bundled. */
export const OPTIONS = {
  target: 'node',
  format: 'esm',
  minify: { whitespace: true, syntax: true, identifiers: false },
  plugins: [lazyHttp, lambdaCredentials],
} satisfies Partial<BuildConfig>;
