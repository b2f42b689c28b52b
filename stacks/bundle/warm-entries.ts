import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BunPlugin } from 'bun';

const AT_INIT = join(import.meta.dirname, '..', '..', 'functions', 'platform', 'at-init.ts');

/** The file of a function, as build.ts finds them: what is around it is no function's entry. */
const ENTRY =
  /[/\\]functions[/\\](?!contracts|platform)[\w-]+[/\\](?:(?:api|saga|events|deploy)[/\\][\w-]+|rpc)\.ts$/;

/**
 * Has each function wait at the end of its init for what it does then (functions/platform/at-init.ts): Lambda's init is over when
 * the module is. No entry has to say it, and none can forget it. What is added comes after the last line, so that stack
 * traces stay right.
 */
export const warmEntries: BunPlugin = {
  name: 'warm-entries',
  setup(build) {
    build.onLoad({ filter: ENTRY }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\nimport { initialised } from ${JSON.stringify(AT_INIT)};\nawait initialised();\n`,
      loader: 'ts',
    }));
  },
};
