import { DebugLines } from './log/debug-lines.ts';
import { writeOutput } from './log/output.ts';
import { isError, redact } from './log/redact.ts';

type Fields = Record<string, unknown>;
type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

interface Line {
  time: Date;
  level: Level;
  message: string;
  /** What this line alone says. */
  fields: Fields;
  /** What all lines of the invocation said at the time, and those about what it was about: fit for the log, and never changed. */
  invocation: Fields;
  about: Fields;
}

/** What every line of the running invocation carries, fit for the log: who writes, request, trace. */
let invocation: Fields = {};

/** What the running invocation is about by now, fit for the log: an order, a message. */
let about: Fields = {};

/** Fields that are fit for the log. */
const clean = (fields: Fields): Fields => {
  const copy = redact(fields);
  return typeof copy === 'object' ? (copy as Fields) : { fields: copy };
};

/** What never changes in an environment: service, function, and which of the function's instances writes. */
let writer: Fields | undefined;

const readWriter = (): Fields =>
  clean({
    service: process.env.SERVICE,
    function: process.env.AWS_LAMBDA_FUNCTION_NAME,
    instance: process.env.AWS_LAMBDA_LOG_STREAM_NAME?.slice(-8),
  });

/**
 * Sets the fields of the invocation that begins; Lambda runs one at a time in an environment. Its `traceId` decides
 * whether its debug lines are written.
 */
export function beginLog(fields: Fields & { traceId?: string }): void {
  writer ??= readWriter();
  invocation = { ...writer, ...clean(fields) };
  about = {};
  debugLines.begin(fields.traceId);
}

/** Sets what the further lines are about, in place of what they were: one message of a batch after the other. */
export function logAbout(fields: Fields): void {
  about = clean(fields);
}

/** Adds fields to every further line of this invocation, such as the order's id once it is known. */
export function addToLog(fields: Fields): void {
  about = { ...about, ...clean(fields) };
}

function write({ time, level, message, fields, invocation, about }: Line): void {
  const line = { time: time.toISOString(), level, message: redact(message), ...invocation, ...about };
  writeOutput(`${JSON.stringify(Object.assign(line, clean(fields)))}\n`);
}

const debugLines = new DebugLines(write, Number(process.env.LOG_DEBUG_SHARE ?? 0));

const lineOf = (level: Level, message: string, fields: Fields): Line => ({
  time: new Date(),
  level,
  message,
  fields,
  invocation,
  about,
});

/**
 * An error as fields: name, message, frames of the stack and the chain of causes; of anything else that was thrown what it
 * is. For the log alone, never for an answer.
 */
export function describeError(thrown: unknown): Fields {
  const copy = redact(thrown);
  return isError(thrown) && typeof copy === 'object' ? { ...copy } : { error: copy };
}

/**
 * JSON lines on standard output, which Lambda takes to CloudWatch Logs. Passwords, tokens and personal data do not belong
 * in them, and are taken out where they got in all the same (log/redact.ts). What is handed over must not be changed
 * afterwards: debug lines are made into text when they are written, if they are. (A logging library costs 7 ms and more
 * of every cold start.)
 *
 * @example
 * log.info('order reconciled', { orderId, action: 'withdraw' });
 * log.error('registry not read', thrown); // and the debug lines of this invocation
 */
export const log = {
  /** Of a share of all traces (LOG_DEBUG_SHARE), and of every invocation that logs an error. */
  debug: (message: string, fields: Fields = {}) => debugLines.add(lineOf('DEBUG', message, fields)),
  info: (message: string, fields: Fields = {}) => write(lineOf('INFO', message, fields)),
  warn: (message: string, fields: Fields = {}) => write(lineOf('WARN', message, fields)),
  error(message: string, thrown: unknown, fields: Fields = {}): void {
    const line = lineOf('ERROR', message, fields);
    debugLines.flush();
    write({ ...line, about: { ...line.about, ...clean(describeError(thrown)) } });
  },
};
