import * as z from 'zod/mini';
import { RpcCaller } from './caller.ts';

/**
 * One call as an instance's function gets it: an HTTP request in JSON, and who makes it. API Gateway's events have another
 * shape, and nothing routes to an instance, so that only those can make one whom IAM lets invoke the function.
 */
export const RpcInvocation = z.strictObject({
  rpc: z.strictObject({
    /** `/users.v1.UserService/GetUser`. */
    path: z.string().check(z.startsWith('/')),
    /** By name in lower case. */
    headers: z.record(z.string(), z.string()),
    /** Base64. */
    body: z.string(),
    caller: RpcCaller,
  }),
});
export type RpcInvocation = z.infer<typeof RpcInvocation>;

/** What an instance answers: an HTTP response in JSON. */
export const RpcReply = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  /** Base64. */
  body: z.string(),
  /** Connect's number of the error with which the method ended: gRPC-Web hides it in the body. */
  error: z.optional(z.int()),
});
export type RpcReply = z.infer<typeof RpcReply>;
