import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type RpcInvocation, RpcReply } from './envelope.ts';

/** An instance did not answer, or answered that it could not. */
export class InstanceFailed extends Error {
  override name = 'InstanceFailed';
  /** What it answered, if it did. */
  readonly reply: RpcReply | undefined;

  constructor(message: string, options: ErrorOptions & { reply?: RpcReply } = {}) {
    super(message, options);
    this.reply = options.reply;
  }
}

/**
 * Errors of Connect and gRPC that are an instance's failure, and not its answer: unknown, deadline exceeded, internal,
 * unavailable, data loss.
 */
const FAILURES = [2, 4, 13, 14, 15];

/** Whether an error of Connect's says that the instance could not do its work. */
export const isFailure = (error: number): boolean => FAILURES.includes(error);

/** Connect's number of a call that took longer than its caller waits. */
export const DEADLINE_EXCEEDED = 4;

interface InvokeOptions {
  client: Pick<LambdaClient, 'send'>;
  /** The function's ARN. */
  address: string;
  signal: AbortSignal;
}

/**
 * Invokes an instance's function and waits for its answer. An error response that the service chose is an answer.
 *
 * @throws InstanceFailed when it crashed, was throttled, could not be reached, or says that it could not do its work.
 */
export async function invokeInstance(
  rpc: RpcInvocation['rpc'],
  { client, address, signal }: InvokeOptions,
): Promise<RpcReply> {
  const Payload = JSON.stringify({ rpc } satisfies RpcInvocation);
  const { FunctionError, Payload: answer } = await client
    .send(new InvokeCommand({ FunctionName: address, Payload }), { abortSignal: signal })
    .catch((cause) => {
      throw new InstanceFailed(`${address} could not be invoked`, { cause });
    });
  if (FunctionError) throw new InstanceFailed(`${address} crashed (${FunctionError})`);
  const reply = read(answer);
  if (!reply) throw new InstanceFailed(`${address} answered with something that is no reply`);
  if (reply.error !== undefined && isFailure(reply.error))
    throw new InstanceFailed(`${address} could not answer ${rpc.path} (${reply.error})`, { reply });
  return reply;
}

function read(payload: Uint8Array | undefined): RpcReply | undefined {
  try {
    return RpcReply.safeParse(JSON.parse(Buffer.from(payload ?? []).toString())).data;
  } catch {
    return undefined;
  }
}
