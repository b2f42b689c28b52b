import { BUSINESS_REJECTIONS, type BusinessRejectionName } from '../contracts/business-rejections.ts';

/** Which HTTP status a code becomes. */
export const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  conflict: 409,
  preconditionFailed: 412,
  tooLarge: 413,
  unsupportedMedia: 415,
  refused: 422,
  tooMany: 429,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof STATUS;

/** One thing that is wrong with a request: where (RFC 6901 JSON pointer into the body) and what. */
export interface Violation {
  pointer: string;
  detail: string;
}

interface ServiceErrorOptions extends ErrorOptions {
  /** True when the same call may succeed later: the caller retries with jitter. */
  retryable?: boolean;
  violations?: Violation[];
  /** When the caller may come again, in whole seconds. */
  retryAfter?: number;
  /** What the answer says beside, as HTTP headers in lower case: what would be allowed or accepted. */
  headers?: Readonly<Record<string, string>>;
}

/**
 * The one error of the house: a code that says whose fault it is, whether a retry makes sense, and the cause.
 * Its message is meant for the caller: it never holds another customer's data or a stack.
 */
export class ServiceError extends Error {
  override name = 'ServiceError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly violations: Violation[];
  readonly retryAfter: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, options: ServiceErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.violations = options.violations ?? [];
    this.retryAfter = options.retryAfter;
    this.headers = options.headers ?? {};
  }

  /** Makes a ServiceError of anything thrown: itself, or `unavailable` with the thrown value as its cause. */
  static from(thrown: unknown): ServiceError {
    if (thrown instanceof ServiceError) return thrown;
    return new ServiceError('unavailable', 'The service could not answer this request.', {
      cause: thrown,
      retryable: true,
    });
  }
}

/**
 * A business rejection inside the saga. Lambda reports an error's name as its type, and the state machine catches
 * it by that name: so the name is the contract, and it is one of BUSINESS_REJECTIONS.
 *
 * @example throw new BusinessRejection('OutOfStock', 'sku-1: 3 asked, 2 left');
 */
export class BusinessRejection extends Error {
  override readonly name: BusinessRejectionName;

  constructor(name: BusinessRejectionName, detail?: string) {
    super(detail ?? BUSINESS_REJECTIONS[name]);
    this.name = name;
  }
}
