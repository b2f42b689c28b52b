import { Code, type ConnectError } from '@connectrpc/connect';
import { codeToHttpStatus, errorToJsonBytes } from '@connectrpc/connect/protocol-connect';
import type { RpcReply } from './envelope.ts';

const isGrpc = (contentType: string): boolean => contentType.startsWith('application/grpc');

/** Whether a call comes in a protocol that is served here: Connect unary or gRPC-Web, JSON or binary. */
export const isServed = (contentType: string): boolean =>
  /^application\/(proto|json|grpc-web(\+proto|\+json)?)\s*(;|$)/i.test(contentType);

/**
 * An error as the caller's protocol has it. gRPC has its own status beside that of HTTP: with gRPC-Web the answer is 200
 * and the error stands in its headers ("Trailers-Only").
 */
export function errorResponse(error: ConnectError, contentType: string): RpcReply {
  const json = { status: statusOf(error, contentType), body: toBase64(errorToJsonBytes(error, undefined)) };
  if (!isGrpc(contentType))
    return { ...json, headers: { 'content-type': 'application/json' }, error: error.code };
  const grpc = {
    'grpc-status': String(error.code),
    'grpc-message': encodeURIComponent(error.rawMessage),
  };
  if (!isServed(contentType))
    return { ...json, headers: { 'content-type': 'application/json', ...grpc }, error: error.code };
  return { status: 200, headers: { 'content-type': contentType, ...grpc }, body: '', error: error.code };
}

const statusOf = ({ code }: ConnectError, contentType: string): number =>
  code === Code.Unimplemented && !isServed(contentType) ? 415 : codeToHttpStatus(code);

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
