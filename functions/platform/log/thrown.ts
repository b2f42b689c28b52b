import { isError, redact } from './redact.ts';
import { redactText } from './secret-texts.ts';

/**
 * What a handler throws is logged by Lambda itself, with all that it carries, and Step Functions keeps it for 90 days in the
 * history of an execution. So what leaves a function is as clean as its log: the same error where nothing has to be taken out
 * of it, else one with its name and what may be said.
 */
export function safeToThrow(thrown: unknown): unknown {
  try {
    if (!isError(thrown)) return redact(thrown);
    const { name, message, stack = '' } = thrown;
    const clean = { message: redactText(message), stack: redactText(stack) };
    const isClean =
      clean.message === message && clean.stack === stack && Object.entries(thrown).every(isHarmless);
    return isClean ? thrown : Object.assign(new Error(clean.message), { name, stack: clean.stack });
  } catch {
    return new Error('what was thrown cannot be read');
  }
}

/** Whether a field says nothing that a log may not say; objects are not looked through. */
const isHarmless = ([key, value]: [string, unknown]): boolean =>
  (redact({ [key]: value }) as Record<string, unknown>)[key] === value;
