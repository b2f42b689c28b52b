type Fields = Record<string, unknown>;

/** What every line of the running invocation carries: trace id, order id, service. */
let context: Fields = {};

/** Sets the fields of the invocation that begins; Lambda runs one at a time in an environment. */
export function beginLog(fields: Fields): void {
  context = { service: process.env.SERVICE, ...fields };
}

/** Adds fields to every further line of this invocation, such as the order's id once it is known. */
export function addToLog(fields: Fields): void {
  Object.assign(context, fields);
}

function write(level: 'INFO' | 'WARN' | 'ERROR', message: string, fields: Fields): void {
  process.stdout.write(
    `${JSON.stringify({ time: new Date().toISOString(), level, message, ...context, ...fields })}\n`,
  );
}

/** An error as fields: name, message, stack and the chain of causes. For the log alone, never for an answer. */
export function describeError(thrown: unknown): Fields {
  if (!(thrown instanceof Error)) return { error: String(thrown) };
  const cause = thrown.cause === undefined ? undefined : describeError(thrown.cause);
  return { error: thrown.name, detail: thrown.message, stack: thrown.stack, ...(cause && { cause }) };
}

/**
 * JSON lines on standard output, which Lambda takes to CloudWatch Logs. Passwords, tokens and email addresses do
 * not belong in them. (30 lines of one's own: a logging library costs 7 ms and more of every cold start.)
 */
export const log = {
  info: (message: string, fields: Fields = {}) => write('INFO', message, fields),
  warn: (message: string, fields: Fields = {}) => write('WARN', message, fields),
  error: (message: string, thrown: unknown, fields: Fields = {}) =>
    write('ERROR', message, { ...describeError(thrown), ...fields }),
};
