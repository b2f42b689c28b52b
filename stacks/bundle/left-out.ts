import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BunPlugin } from 'bun';
import { esSourceOf } from './es-sources.ts';

const telemetry = fileURLToPath(import.meta.resolve('@opentelemetry/api'));
const credentials = esSourceOf(
  '@aws-sdk/credential-provider-env',
  fileURLToPath(import.meta.resolve('@aws-sdk/credential-provider-env')),
);

/**
 * What packages have for other places than Lambda, or for what no function does, and what stands for it.
 *
 * - Lambda hands credentials over in the environment, always: no SSO, profiles, processes or instance metadata.
 * - There are no files of settings in a function; the SDK would look for them once for every setting that is not given.
 * - The region is in the environment, and so never asked of the machine.
 * - uuid asks the Web's crypto for randomness, which Node has to load for it: 5 ms.
 * - Event streams are a protocol of Kinesis, Transcribe and others.
 * - OpenTelemetry's API tells of itself to a logger that nobody sets, and looks whether another copy of it is compatible: a bundle has one. This and
 *   the next were a tenth of what traces add to a cold start.
 * - X-Ray's emitter logs what becomes of a datagram: it is given a socket that tells it nothing (xray-export.ts).
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
  diag: `
    const nobody = () => {};
    const silent = { error: nobody, warn: nobody, info: nobody, debug: nobody, verbose: nobody };
    export const DiagAPI = { instance: () => silent };`,
  semver: `
    import { VERSION } from ${JSON.stringify(join(dirname(telemetry), 'version.mjs'))};
    export const isCompatible = (version) => version === VERSION;`,
  logger: `
    const nobody = () => {};
    const silent = { error: nobody, warn: nobody, info: nobody, debug: nobody };
    module.exports = { getLogger: () => silent };`,
};

/** Whose file an import has to be in, where its name alone does not say it. */
const IMPORTERS: Record<string, RegExp> = {
  rng: /\/uuid\//,
  diag: /\/@opentelemetry\/api\//,
  semver: /\/@opentelemetry\/api\//,
  logger: /\/aws-xray-sdk-core\/dist\/lib\/(?:segment_emitter|daemon_config)\.js$/,
};

/** The package or file of one that an import names. The filter is narrow, as that of lazy-builtins.ts. */
const NAMED =
  /^(?:@aws-sdk\/(credential-provider-node)|@smithy\/core\/(event-streams)|\.{1,2}\/(?:[\w-]+\/)*(?:(loadSharedConfigFiles|getInstanceMetadataRegion)|(diag|semver)\.mjs)|\.\/(?:(rng)\.js|(logger)))$/;

/** Leaves out of bundles what no function uses, and what tree shaking cannot know to be unused: half of the SDK, and 10 ms of a cold start. */
export const leftOut: BunPlugin = {
  name: 'left-out',
  setup(build) {
    build.onResolve({ filter: NAMED }, ({ path, importer }) => {
      const name = NAMED.exec(path)!.slice(1).find(Boolean)!;
      const isMeant = IMPORTERS[name]?.test(importer) ?? true;
      return isMeant ? { path: name, namespace: 'left-out' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: STANDS_FOR[path]!,
      loader: 'js',
    }));
  },
};
