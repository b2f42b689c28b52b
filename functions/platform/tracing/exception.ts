import type { Attributes, Exception } from '@opentelemetry/api';
import { redactText } from '../log/secret-texts.ts';

/** So much of a message says what happened (UTF-16 units). */
const MESSAGE_LENGTH = 500;

/**
 * An exception as attributes. Traces go to people and backends that logs do not go to, so what is taken out of logs is taken out
 * of its message and its frames, and the message out of its stack.
 */
export function describeException(exception: Exception): Attributes {
  if (typeof exception === 'string') return { 'exception.message': harmless(exception) };
  const { name, code, message, stack } = exception;
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    'exception.type': name ?? String(code ?? 'Error'),
    ...(message !== undefined && { 'exception.message': harmless(message) }),
    ...(frames?.length && { 'exception.stacktrace': redactText(frames.join('\n')) }),
  };
}

const harmless = (message: string): string => redactText(message).slice(0, MESSAGE_LENGTH);
