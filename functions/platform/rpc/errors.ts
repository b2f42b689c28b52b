import { Code, ConnectError } from '@connectrpc/connect';
import { codeToString } from '@connectrpc/connect/protocol-connect';
import { ErrorDetailSchema } from '../../contracts/rpc/common/v1/error_pb.ts';
import { type ErrorCode, ServiceError, STATUS } from '../service-error.ts';
import type { RpcReply } from './envelope.ts';

/** What each of our errors is in Connect and gRPC. */
const CODES: Record<ErrorCode, Code> = {
  invalid: Code.InvalidArgument,
  unauthenticated: Code.Unauthenticated,
  forbidden: Code.PermissionDenied,
  notFound: Code.NotFound,
  methodNotAllowed: Code.Unimplemented,
  conflict: Code.AlreadyExists,
  preconditionFailed: Code.Aborted,
  tooLarge: Code.ResourceExhausted,
  unsupportedMedia: Code.InvalidArgument,
  refused: Code.FailedPrecondition,
  tooMany: Code.ResourceExhausted,
  unavailable: Code.Unavailable,
};

/** And back, for an error that does not say what it was with us. What is missing here is the other side's failure. */
const FROM_CODES: Partial<Record<Code, ErrorCode>> = {
  [Code.InvalidArgument]: 'invalid',
  [Code.OutOfRange]: 'invalid',
  [Code.Unauthenticated]: 'unauthenticated',
  [Code.PermissionDenied]: 'forbidden',
  [Code.NotFound]: 'notFound',
  [Code.AlreadyExists]: 'conflict',
  [Code.Aborted]: 'conflict',
  [Code.FailedPrecondition]: 'refused',
  [Code.ResourceExhausted]: 'tooMany',
};

/** What Connect calls the error with which a call has ended, as logs and traces say it; undefined if it went well. */
export const errorName = ({ error }: Pick<RpcReply, 'error'>): string | undefined =>
  error === undefined ? undefined : codeToString(error);

/** The other side's failures that may pass. */
const PASSING = [Code.Unavailable, Code.DeadlineExceeded, Code.Canceled];

/**
 * Anything thrown by a method, as it goes to the caller: with everything that a ServiceError says. What went wrong inside
 * is `unavailable` and no more.
 */
export function toConnectError(thrown: unknown): ConnectError {
  if (thrown instanceof ConnectError) return thrown;
  const { code, message, retryable, violations, retryAfter = 0 } = ServiceError.from(thrown);
  const value = { code, retryable, violations, retryAfter };
  const taken = code === 'conflict' && retryable ? Code.Aborted : CODES[code];
  return new ConnectError(message, taken, undefined, [{ desc: ErrorDetailSchema, value }], thrown);
}

/** An error of a call, as the ServiceError that the other side threw. */
export function fromConnectError(thrown: unknown): unknown {
  if (!(thrown instanceof ConnectError)) return thrown;
  const [detail] = thrown.findDetails(ErrorDetailSchema);
  if (detail && Object.hasOwn(STATUS, detail.code)) {
    return new ServiceError(detail.code as ErrorCode, thrown.rawMessage, {
      cause: thrown,
      retryable: detail.retryable,
      violations: detail.violations.map((violation) => ({
        pointer: violation.pointer,
        detail: violation.detail,
      })),
      retryAfter: detail.retryAfter || undefined,
    });
  }
  const code = FROM_CODES[thrown.code];
  if (code) return new ServiceError(code, thrown.rawMessage, { cause: thrown });
  return new ServiceError('unavailable', 'The service could not answer this request.', {
    cause: thrown,
    retryable: PASSING.includes(thrown.code),
  });
}
