/** A resource could not be brought to its goal. */
export class ResourceError extends Error {
  override name = 'ResourceError';
  readonly urn: string;

  constructor(urn: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.urn = urn;
  }

  /** Any error, as one about this resource. */
  static from(urn: string, error: unknown): ResourceError {
    return error instanceof ResourceError ? error : new ResourceError(urn, said(error), { cause: error });
  }
}

/** What AWS said, in one line: its name for the error and its words. */
export function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ['Error', 'ResourceError'].includes(error.name) ? error.message : `${error.name}: ${error.message}`;
}

/** True for "exists already" as the answer to a call that the SDK sent more than once. */
export function isRepeated(error: unknown): boolean {
  if (!(error instanceof Error) || !('$metadata' in error)) return false;
  const { attempts = 1 } = error.$metadata as { attempts?: number };
  return attempts > 1 && /Exists|InUse|Conflict/.test(error.name);
}
