import { createRequire } from 'node:module';
import { replaceModule, saveAfter, saveBefore } from './sdk-savings.ts';

/** The parts of the Pulumi SDK that are used here. It is installed below `.sst/platform`, so its types are not available. */
export interface Sdk {
  readonly runtime: {
    runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
    setAllConfig(config: Record<string, string>): void;
    registerStackTransformation(see: (args: { type: string; resource: object }) => undefined): void;
  };
  /** The class of resources that are no components. */
  readonly CustomResource: new () => object;
  readonly settings: {
    setMockOptions(
      monitor: unknown,
      project: string,
      stack: string,
      preview: boolean,
      organization: string,
    ): void;
  };
  readonly struct: { Struct: { fromJavaScript(value: unknown): Struct } };
  readonly resource: {
    RegisterResourceResponse: new () => ResourceResponse;
    ReadResourceResponse: new () => Pick<ResourceResponse, 'setUrn'> & { setProperties(value: Struct): void };
    RegisterPackageResponse: new () => { setRef(ref: string): void };
  };
  /** The version of a provider's package that the program uses; undefined if it is not installed. */
  readonly versionOf: (provider: string) => string | undefined;
  readonly provider: { InvokeResponse: new () => { setReturn(value: Struct): void } };
}

export interface Struct {
  toJavaScript(): Record<string, unknown>;
}

interface ResourceResponse {
  setUrn(urn: string): void;
  setId(id: string): void;
  setResult(result: number): void;
  setObject(value: Struct): void;
}

/**
 * Loads the same SDK as the program, from SST's platform folder. Its closure serializer is replaced, since it loads the
 * TypeScript compiler to turn functions into text: it is only used for SST's dynamic providers, of which only the name is
 * needed.
 */
export function loadSdk(platform: string): Sdk {
  const load = createRequire(`${platform}/package.json`);
  const inside = createRequire(load.resolve('@pulumi/pulumi'));
  saveBefore(inside);
  replaceModule(inside, '@pulumi/pulumi/runtime/closure/serializeClosure', {
    serializeFunction: async (make: () => { type?: unknown; constructor: { name: string } }) => {
      const provider = make();
      const text = typeof provider.type === 'string' ? `sst:${provider.type}` : provider.constructor.name;
      return { text, containsSecrets: false };
    },
  });
  const { runtime, Resource, CustomResource } = load('@pulumi/pulumi');
  saveAfter(load('@pulumi/pulumi/runtime/debuggable'), Resource);
  keepKnown(load('@pulumi/pulumi/runtime/rpc'));
  return {
    runtime,
    CustomResource,
    settings: load('@pulumi/pulumi/runtime/settings'),
    struct: inside('google-protobuf/google/protobuf/struct_pb.js'),
    resource: load('@pulumi/pulumi/proto/resource_pb.js'),
    provider: load('@pulumi/pulumi/proto/provider_pb.js'),
    versionOf: versions(load),
  };
}

/** Looks up the versions of packages, each once, since hundreds of resources have few packages. */
function versions(load: NodeJS.Require): Sdk['versionOf'] {
  const known = new Map<string, string | undefined>();
  const read = (provider: string): string | undefined => {
    try {
      return (load(`@pulumi/${provider}/package.json`) as { version: string }).version.replace(/^v/, '');
    } catch {
      return undefined;
    }
  };
  return (provider) => {
    if (!known.has(provider)) known.set(provider, read(provider));
    return known.get(provider);
  };
}

/**
 * Added to the outputs of a resource when a preview knows all of them: outputs that are missing are then absent. Otherwise the
 * SDK would take a missing output for unknown, and everything computed from it for changed. (Pulumi's engine gets a null for
 * each absent output from its providers.)
 */
export const ALL_KNOWN = '__allKnown';

interface Rpc {
  resolveProperties(
    resource: unknown,
    resolvers: object,
    type: string,
    name: string,
    all: object,
    ...rest: unknown[]
  ): void;
}

function keepKnown(rpc: Rpc): void {
  const { resolveProperties } = rpc;
  rpc.resolveProperties = (resource, resolvers, type, name, all, ...rest) => {
    const absent = Object.fromEntries(Object.keys(resolvers).map((key) => [key, undefined]));
    const complete = ALL_KNOWN in all ? { ...absent, ...all } : all;
    resolveProperties(resource, resolvers, type, name, complete, ...rest);
  };
}
