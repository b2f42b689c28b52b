import type { BuildConfig } from 'bun';
import { esSources } from './es-sources.ts';
import { lazyBuiltins } from './lazy-builtins.ts';
import { leftOut } from './left-out.ts';
import { lightHeaders } from './light-headers.ts';
import { warmEntries } from './warm-entries.ts';

/**
 * How a function is bundled. Each byte costs at a cold start, when V8 reads all of them: ES modules are used where there are any, since
 * what is not used of them is left out, and names are short. So no name of a class or function means anything when a bundle
 * runs: errors say theirs in `name`, and stack traces are read by source maps (ops/logs/source-frames.ts).
 */
export const OPTIONS = {
  target: 'node',
  format: 'esm',
  conditions: ['module'],
  minify: true,
  // Of several that resolve one name the first is asked first.
  plugins: [lazyBuiltins, leftOut, lightHeaders, esSources, warmEntries],
} satisfies Partial<BuildConfig>;
