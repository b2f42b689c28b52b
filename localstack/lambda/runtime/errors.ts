/** What the Runtime API takes as an error: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export interface ErrorReport {
  errorType: string;
  errorMessage: string;
  trace: string[];
}

/** An error that the runtime itself raises; its name is the errorType that the caller sees. */
export class RuntimeError extends Error {
  constructor(kind: string, message: string) {
    super(message);
    this.name = `Runtime.${kind}`;
  }
}

/**
 * Makes the report of anything that was thrown: the error's own name and message, or the type of what was thrown
 * instead of an error. A hostile object (a getter that throws) is reported too.
 */
export function toReport(thrown: unknown): ErrorReport {
  try {
    if (!(thrown instanceof Error))
      return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
    return {
      errorType: String(thrown.name),
      errorMessage: String(thrown.message),
      trace: thrown.stack?.split('\n') ?? [],
    };
  } catch {
    return { errorType: 'handled', errorMessage: 'the thrown value could not be read', trace: [] };
  }
}

/** An error as one JSON object with the properties that JSON leaves out (message, stack), for the log. */
export function toLogged(thrown: unknown): string {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  try {
    return JSON.stringify(error, (_key, value: unknown) =>
      value instanceof Error
        ? {
            errorType: value.name,
            errorMessage: value.message,
            code: (value as NodeJS.ErrnoException).code,
            ...value,
            stack: value.stack?.split('\n'),
          }
        : value,
    );
  } catch {
    return JSON.stringify(toReport(error));
  }
}
