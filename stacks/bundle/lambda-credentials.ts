import { fileURLToPath } from 'node:url';
import type { BunPlugin } from 'bun';
import { esSourceOf } from './es-sources.ts';

/**
 * Lambda hands credentials over in the environment, always. The SDK's chain of other sources (SSO, profiles, processes,
 * instance metadata) would be half of every bundle and 10 ms of every cold start, so it is left out.
 */
export const lambdaCredentials: BunPlugin = {
  name: 'lambda-credentials',
  setup(build) {
    const provider = esSourceOf(
      '@aws-sdk/credential-provider-env',
      fileURLToPath(import.meta.resolve('@aws-sdk/credential-provider-env')),
    );
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path }) => ({
      path,
      namespace: 'lambda-credentials',
    }));
    build.onLoad({ filter: /.*/, namespace: 'lambda-credentials' }, () => ({
      contents: `export { fromEnv as defaultProvider } from ${JSON.stringify(provider)};`,
      loader: 'js',
    }));
  },
};
