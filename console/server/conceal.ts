import { isSecret, readKey } from '../../functions/platform/log/secret-keys.ts';
import { REDACTED, redactSecrets } from '../../functions/platform/log/secret-texts.ts';

/**
 * A copy of an answer without passwords, hashes of them, tokens, keys and the signatures of links, whatever table, message or
 * email they stand in: by the same rules as the logs, but that names and email addresses stay. It is done for every answer, so
 * that no read has to think of it.
 */
export function conceal(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return isConcealed(key, value) ? REDACTED : concealText(value);
  if (Array.isArray(value)) return value.map((one) => conceal(one, key));
  if (typeof value !== 'object' || value === null) return isConcealed(key, value) ? REDACTED : value;
  if (isConcealed(key, value)) return REDACTED;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, conceal(one, name)]));
}

/** A text that is JSON, as the body of a message is, stays JSON. */
function concealText(text: string): string {
  if (!/^\s*[[{]/.test(text)) return redactSecrets(text);
  try {
    const value: unknown = JSON.parse(text);
    const concealed = JSON.stringify(conceal(value));
    return concealed === JSON.stringify(value) ? text : concealed;
  } catch {
    return redactSecrets(text);
  }
}

function isConcealed(key: string, value: unknown): boolean {
  if (key === '') return false;
  const read = readKey(key);
  return read.kind === 'secret' && isSecret(read, value);
}
