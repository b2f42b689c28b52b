import { fileURLToPath } from 'node:url';
import type { BunPlugin } from 'bun';
import { esSourceOf } from './es-sources.ts';

const credentials = esSourceOf(
  '@aws-sdk/credential-provider-env',
  fileURLToPath(import.meta.resolve('@aws-sdk/credential-provider-env')),
);

/**
 * What the SDK has for other places than Lambda, or for operations that no function calls, and what stands for it.
 *
 * - Lambda hands credentials over in the environment, always: no SSO, profiles, processes or instance metadata.
 * - There are no files of settings in a function; the SDK would look for them once for every setting that is not given.
 * - The region is in the environment, and so never asked of the machine.
 * - uuid asks the Web's crypto for randomness, which Node has to load for it: 5 ms.
 * - Event streams are a protocol of Kinesis, Transcribe and others.
 */
const STANDS_FOR: Record<string, string> = {
  'credential-provider-node': `export { fromEnv as defaultProvider } from ${JSON.stringify(credentials)};`,
  loadSharedConfigFiles:
    'export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });',
  getInstanceMetadataRegion: 'export const getInstanceMetadataRegion = async () => undefined;',
  rng: `
    import { randomFillSync } from 'node:crypto';
    const bytes = new Uint8Array(16);
    export default () => randomFillSync(bytes);`,
  'event-streams': `
    export const resolveEventStreamSerdeConfig = (config) => config;
    export const eventStreamSerdeProvider = () => {
      throw new Error('event streams are not in this bundle (stacks/bundle/left-out.ts)');
    };
    export const EventStreamSerde = eventStreamSerdeProvider;`,
};

/** The package or file of the SDK that an import names. The filter is narrow, as that of lazy-builtins.ts. */
const NAMED =
  /^(?:@aws-sdk\/(credential-provider-node)|@smithy\/core\/(event-streams)|\.{1,2}\/(?:[\w-]+\/)*(loadSharedConfigFiles|getInstanceMetadataRegion)|\.\/(rng)\.js)$/;

/** Leaves out of bundles what no function uses, and what tree shaking cannot know to be unused: half of the SDK, and 10 ms of a cold start. */
export const leftOut: BunPlugin = {
  name: 'left-out',
  setup(build) {
    build.onResolve({ filter: NAMED }, ({ path, importer }) => {
      const name = NAMED.exec(path)!.slice(1).find(Boolean)!;
      return name === 'rng' && !importer.includes('/uuid/')
        ? undefined
        : { path: name, namespace: 'left-out' };
    });
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: STANDS_FOR[path]!,
      loader: 'js',
    }));
  },
};
