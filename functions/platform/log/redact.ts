import { isPlain } from './plain-text.ts';
import { isSecret, readKey } from './secret-keys.ts';
import { REDACTED, redactText } from './secret-texts.ts';

/** How much of a value is logged; CloudWatch Logs bills by the byte. */
const MOST = {
  /** Objects within objects. */
  depth: 6,
  /** Entries of one object or list. */
  entries: 50,
  /** Characters of one text. */
  text: 4_000,
  /** Characters of one line, of which each value takes {@link VALUE} even if it is short. */
  line: 16_000,
};

const VALUE = 8;

const CUT = '…';

/** What is left of a line's size, and the objects that are being walked through. */
interface Walk {
  left: number;
  within: unknown[];
}

/**
 * A copy of a value that JSON can write and a log may hold: without secrets and personal data (by key and by form), no
 * deeper, longer or larger than a line should be. It never throws, whatever the value is: cycles, BigInt, getters that
 * throw, proxies that were revoked.
 */
export const redact = (value: unknown): unknown =>
  typeof value === 'string' && isPlain(value)
    ? value
    : (copyPlain(value) ?? safely(() => copy('', value, { left: MOST.line, within: [] })));

/**
 * The copy of an object of which nothing is taken out: of few plain texts, numbers and the like under plain keys, as those of most lines are. It is
 * within the bounds of a line, since a plain text is short.
 */
function copyPlain(value: unknown): Record<string, unknown> | undefined {
  try {
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
      return undefined;
    const copied: Record<string, unknown> = {};
    let left = MOST.entries;
    for (const key of Object.keys(value)) {
      const one = value[key as keyof typeof value] as unknown;
      left -= 1;
      if (left < 0 || !readKey(key).isPlain || !isPlainValue(one)) return undefined;
      if (one !== undefined) copied[key] = one;
    }
    return copied;
  } catch {
    return undefined;
  }
}

const isPlainValue = (value: unknown): boolean =>
  typeof value === 'string'
    ? isPlain(value)
    : typeof value === 'number'
      ? Number.isFinite(value)
      : typeof value === 'boolean' || value === undefined || value === null;

function safely<T>(read: () => T): T | string {
  try {
    return read();
  } catch {
    return '[unreadable]';
  }
}

function copy(key: string, value: unknown, walk: Walk): unknown {
  walk.left -= VALUE;
  if (walk.left <= 0) return CUT;
  if (key !== '' && isSecret(readKey(key), value)) return REDACTED;
  switch (typeof value) {
    case 'string':
      return text(value, walk);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return text(String(value), walk);
    case 'boolean':
    case 'undefined':
      return value;
    case 'object':
      return value === null ? value : safely(() => copyObject(key, value, walk));
    default:
      return `[${typeof value}]`;
  }
}

function text(value: string, walk: Walk): string {
  const most = Math.max(0, Math.min(MOST.text, walk.left));
  // A secret that is cut in two is not known any more: the word at the end goes with what follows it.
  const cut = value.length > most ? value.slice(0, most).replace(/[^\s"']*$/, '') : value;
  const clean = redactText(cut);
  walk.left -= clean.length;
  return cut.length < value.length ? clean + CUT : clean;
}

function copyObject(key: string, value: object, walk: Walk): unknown {
  if (walk.within.includes(value)) return '[circular]';
  if (walk.within.length >= MOST.depth) return CUT;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL || value instanceof RegExp) return text(String(value), walk);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  walk.within.push(value);
  try {
    if (Array.isArray(value)) return copyList(key, value, walk);
    if (value instanceof Set) return copyList(key, [...value], walk);
    if (value instanceof Map)
      return copyEntries(key, [...value.keys()].map(String), (one) => value.get(one), walk);
    if (isError(value)) return copyEntries(key, ERROR_KEYS, (one) => errorField(value, one), walk);
    return copyEntries(key, Object.keys(value), (one) => value[one as keyof typeof value], walk);
  } finally {
    walk.within.pop();
  }
}

function copyList(key: string, list: unknown[], walk: Walk): unknown[] {
  const copied = list.slice(0, MOST.entries).map((one) => copy(key, one, walk));
  return list.length > MOST.entries ? [...copied, `${CUT} of ${list.length}`] : copied;
}

function copyEntries(
  of: string,
  keys: readonly string[],
  read: (key: string) => unknown,
  walk: Walk,
): Record<string, unknown> {
  const copied: Record<string, unknown> = {};
  const person = (of !== '' && readKey(of).isPerson) || keys.some((key) => readKey(key).isOfPerson);
  for (const key of keys.slice(0, MOST.entries)) {
    const value = safely(() => read(key));
    const safe = person && key === 'name' && value !== undefined ? REDACTED : copy(key, value, walk);
    const { text = key } = readKey(key);
    walk.left -= text.length;
    // Else it would become the copy's prototype.
    if (text === '__proto__') continue;
    if (safe !== undefined) copied[text] = safe;
  }
  if (keys.length > MOST.entries) copied[CUT] = `of ${keys.length}`;
  return copied;
}

/** What an error is logged by. The names of jose's errors are those of classes, which bundles do not keep: their `code` says it. */
const ERROR_KEYS = ['error', 'code', 'detail', 'stack', 'cause', 'errors'] as const;

/** An error of this realm or another one (of a test runner's or of a worker). */
export const isError = (value: unknown): value is Error =>
  safely(() => value instanceof Error || Object.prototype.toString.call(value) === '[object Error]') === true;

/** One field of an error. Its stack is its frames: name and message stand beside it. */
function errorField(error: Error, key: string): unknown {
  if (key === 'error') return error.name;
  if (key === 'detail') return error.message;
  if (key === 'stack') return framesOf(error);
  return error[key as keyof Error];
}

function framesOf({ stack }: Error): string | undefined {
  if (typeof stack !== 'string') return undefined;
  const first = stack.search(/^ {4}at /m);
  return first < 0 ? undefined : stack.slice(first);
}
