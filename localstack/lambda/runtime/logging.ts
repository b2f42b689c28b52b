import { toLogged } from './errors.ts';

const { format } = process.getBuiltinModule('util');
const { writeSync } = process.getBuiltinModule('fs');

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
type Level = (typeof LEVELS)[number];

/** Writes the lines that AWS's runtime writes: `time \t request id \t LEVEL \t message`, or JSON objects. */
export class Log {
  /** Of the invocation that runs; lines of the init carry none. */
  requestId: string | undefined;
  readonly #json: boolean;
  readonly #minimum: number;

  constructor(env: NodeJS.ProcessEnv) {
    this.#json = env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
    this.#minimum = Math.max(0, LEVELS.indexOf(env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase() as Level));
  }

  /** Sends everything that the function says with console.* here. */
  patchConsole(): void {
    const at =
      (level: Level) =>
      (message?: unknown, ...more: unknown[]) =>
        this.write(level, message, ...more);
    const patched = {
      trace: at('TRACE'),
      debug: at('DEBUG'),
      info: at('INFO'),
      log: at('INFO'),
      warn: at('WARN'),
      error: at('ERROR'),
      fatal: at('FATAL'),
    };
    Object.assign(console, patched);
  }

  /** An error that ends an init or an invocation. */
  error(title: string, thrown: unknown): void {
    if (this.#json) this.write('ERROR', thrown instanceof Error ? thrown : new Error(String(thrown)));
    else this.write('ERROR', title, `\t${toLogged(thrown)}`);
  }

  write(level: Level, message: unknown, ...more: unknown[]): void {
    if (LEVELS.indexOf(level) < this.#minimum) return;
    const time = new Date().toISOString();
    const line = this.#json
      ? jsonLine(time, level, this.requestId, message, more)
      : `${time}\t${this.requestId}\t${level}\t${format(message, ...more)}`;
    // A log event is one line; its own line ends are kept as carriage returns, as AWS's runtime does on stdout.
    writeAll(`${line.replaceAll('\n', '\r')}\n`);
  }
}

function jsonLine(
  timestamp: string,
  level: Level,
  requestId: string | undefined,
  message: unknown,
  more: unknown[],
) {
  const line: Record<string, unknown> = { timestamp, level, requestId };
  if (more.length === 0) {
    try {
      return JSON.stringify({ ...line, message }, (_key, value) =>
        value instanceof Error ? errorFields(value) : value,
      );
    } catch {
      return JSON.stringify({ ...line, message: format(message) });
    }
  }
  const error = more.find((part) => part instanceof Error);
  return JSON.stringify({ ...line, message: format(message, ...more), ...(error && errorFields(error)) });
}

function errorFields(error: Error): Record<string, unknown> {
  const stackTrace = error.stack?.split('\n') ?? [];
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace,
    ...error,
  };
}

/** Writes to stdout at once, so that no line is lost when the process is killed or frozen. */
function writeAll(text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // The pipe is full: the reader is a moment behind.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
    }
  }
}
