import { appendFileSync } from 'node:fs';

/** Names the file to which the stand-in writes every request that it sends, one line of JSON each. */
export const REQUESTS_VARIABLE = 'STAND_IN_REQUESTS';

/** Names the file to which the stand-in writes the stage's resources at the end of a dry run. */
export const RESOURCES_VARIABLE = 'STAND_IN_RESOURCES';

/** A request as its sender wrote it, before serialization, which drops unknown members. */
export interface SentRequest {
  /** Who sent it: the deployment, or functions. */
  readonly from: string;
  /** The service by the SDK's client (`LambdaClient`), or by botocore's name (`lambda`). */
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}

/** The part of the AWS SDK's middleware stack that is used here. */
export interface Watched {
  middlewareStack: {
    add(
      middleware: (next: Handler, context: { clientName?: string; commandName?: string }) => Handler,
      options: { step: 'initialize'; name: string; priority: 'high' },
    ): void;
  };
}

type Handler = (args: { input: object }) => Promise<{ output: object; response: unknown }>;

/** Returns the answer to a request in place of AWS, or undefined to send it. */
export type Answer = (operation: string, input: object) => Promise<object> | undefined;

/** Writes the requests of clients to a file, and answers them without sending them if there is an answer. */
export function watchRequests({ file, answer }: { file?: string; answer?: Answer }) {
  return <Client>(client: Client): Client => {
    if (!file && !answer) return client;
    (client as Watched).middlewareStack.add(
      (next, { clientName = '', commandName = '' }) =>
        async (args) => {
          const operation = commandName.replace(/Command$/, '');
          if (file) {
            const sent = { from: 'deployment', service: clientName, operation, input: args.input };
            appendFileSync(file, `${JSON.stringify(sent, binaryAsLength)}\n`);
          }
          const output = await answer?.(operation, args.input);
          return output === undefined ? next(args) : { output, response: {} };
        },
      { step: 'initialize', name: 'watchRequests', priority: 'high' },
    );
    return client;
  };
}

/** Replaces binary values by their length: functions' code has megabytes. */
function binaryAsLength(this: unknown, key: string, value: unknown): unknown {
  const before = (this as Record<string, unknown>)[key];
  return before instanceof Uint8Array ? { binary: before.byteLength } : value;
}
