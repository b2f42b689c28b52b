import { createRequire } from 'node:module';
import type { Struct } from '../pulumi/sdk.ts';

/** One of Pulumi's messages: it is read by `getX()` and written by `setX(value)`. */
export type Message = Record<string, (value?: unknown) => unknown>;

type Messages = Record<string, new () => Message>;
type Callback = (error: { code: number; message: string } | null, response?: unknown) => void;

/** What answers a call. */
export type Method = (call: { request: Message }, callback: Callback) => void;

interface Server {
  addService(service: object, methods: Record<string, Method>): void;
  bindAsync(address: string, credentials: unknown, done: (error: Error | null, port: number) => void): void;
}

/** gRPC and Pulumi's generated messages, from the SDK that SST has installed for the app, where we have no types for them. */
export interface Rpc {
  readonly grpc: {
    readonly Server: new (options: Record<string, number>) => Server;
    readonly ServerCredentials: { createInsecure(): unknown };
    readonly status: Record<'UNIMPLEMENTED' | 'UNKNOWN', number>;
  };
  readonly services: Record<'ResourceProviderService' | 'LanguageRuntimeService', Record<string, object>>;
  readonly provider: Messages;
  readonly language: Messages;
  readonly plugin: Messages;
  readonly Empty: new () => Message;
  readonly Struct: { fromJavaScript(value: unknown): Struct };
  /** The path of a module in the SDK. */
  resolve(module: string): string;
  versionOf(pkg: string): string;
}

/** Loads it from SST's platform folder. */
export function loadRpc(platform: string): Rpc {
  const load = createRequire(`${platform}/package.json`);
  const inside = createRequire(load.resolve('@pulumi/pulumi'));
  return {
    grpc: inside('@grpc/grpc-js'),
    services: {
      ...load('@pulumi/pulumi/proto/provider_grpc_pb'),
      ...load('@pulumi/pulumi/proto/language_grpc_pb'),
    },
    provider: load('@pulumi/pulumi/proto/provider_pb'),
    language: load('@pulumi/pulumi/proto/language_pb'),
    plugin: load('@pulumi/pulumi/proto/plugin_pb'),
    ...inside('google-protobuf/google/protobuf/empty_pb.js'),
    ...inside('google-protobuf/google/protobuf/struct_pb.js'),
    resolve: (module) => load.resolve(module),
    versionOf: (pkg) => (load(`${pkg}/package.json`) as { version: string }).version.replace(/^v/, ''),
  };
}

/** A message with these fields, by the names of their setters. */
export function filled(message: Message, fields: Record<string, unknown>): Message {
  for (const [name, value] of Object.entries(fields)) message[`set${name}`]!(value);
  return message;
}

interface ServeOptions {
  readonly rpc: Rpc;
  readonly service: 'ResourceProviderService' | 'LanguageRuntimeService';
  /** The service's other methods answer UNIMPLEMENTED, which Pulumi accepts. */
  readonly methods: Record<string, Method>;
}

/** Serves one of Pulumi's services at a free port of this machine. @returns the port. */
export function serve({ rpc, service, methods }: ServeOptions): Promise<number> {
  const { grpc, services } = rpc;
  const missing: Method = (_call, callback) =>
    callback({ code: grpc.status.UNIMPLEMENTED, message: 'not implemented' });
  const all = Object.keys(services[service]).map((name) => [name, methods[name] ?? missing]);
  // No size limits: a message can contain a function's code.
  const server = new grpc.Server({
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  });
  server.addService(services[service], Object.fromEntries(all));
  return new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
}
