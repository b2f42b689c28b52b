import { UsageError } from '@serverless-orders/command-line/arguments';

/**
 * The id of an order as tables and logs hold it: a UUID in lower case. A part of one would be looked for as it is, and nothing or a stranger's lines found.
 * @throws UsageError for any other text.
 */
export function readOrderId(text: string): string {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new UsageError(`"${text}" is no id of an order: a UUID, as in 01a21b8e-208c-7698-9d13-6aefd6116b9d`);
}
