import { isSecret, readKey } from '../../functions/platform/log/secret-keys.ts';
import { REDACTED, redactSecrets } from '../../functions/platform/log/secret-texts.ts';

/**
 * A copy of an answer without passwords, hashes of them, tokens, keys and the signatures of links, whatever table, message or
 * email they stand in: by the same rules as the logs, but that names and email addresses stay. It is done for every answer, so
 * that no read has to think of it.
 */
export function conceal(value: unknown, key = '', depth = 0): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (key !== '' && isConcealed(key, value)) return REDACTED;
  if (depth > DEEPEST) return REDACTED;
  if (typeof value === 'string') return concealText(value, depth);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one) => conceal(one, key, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [withoutSecrets(name), conceal(one, name, depth + 1)]),
  );
}

/** DynamoDB nests 32 levels, and what a message nests deeper than a program can follow is no reason to show none. */
const DEEPEST = 100;

/** What tables hold and logs never see: a token's hash is as long as it is random, and has no form by which it is known. */
const MORE_SECRETS = /(?:hash(?:es)?|tokens)$/i;

function isConcealed(key: string, value: unknown): boolean {
  const read = readKey(key);
  if (read.kind === 'secret') return isSecret(read, value);
  return typeof value !== 'number' && MORE_SECRETS.test(key);
}

/** JSON within JSON, as records and messages are kept, is concealed by its keys too; where nothing was, it stays as it is written. */
function concealText(text: string, depth: number): string {
  const parsed = /^\s*[[{]/.test(text) ? parse(text) : undefined;
  if (parsed === undefined) return withoutSecrets(text);
  const concealed = JSON.stringify(conceal(parsed, '', depth + 1));
  return isJsonOf(parsed, concealed) ? text : concealed;
}

function isJsonOf(value: unknown, text: string): boolean {
  try {
    return JSON.stringify(value) === text;
  } catch {
    // It is nested too deep to be written, and was concealed from there on.
    return false;
  }
}

/** Keys of items of which the last part is a secret: who knows a session's name can end it. */
const ITEM_KEYS = /\b((?:SESSION|DEVICE)#|IDEMPOTENCY#[^#\s]*#)\S+/g;

const withoutSecrets = (text: string): string =>
  redactSecrets(text.includes('#') ? text.replace(ITEM_KEYS, `$1${REDACTED}`) : text);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
