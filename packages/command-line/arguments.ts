import { UserError } from './user-error.ts';

/** Words that a command does not take. The command throws it on as a UserError whose remedy is the command's usage. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A word or an option that a command takes. */
export interface Argument<T = unknown> {
  /** How its value is written in help, as in `order`; undefined for a flag, which has none. */
  readonly value: string | undefined;
  readonly help: string;
  /** The option by one letter. */
  readonly short?: string;
  readonly required?: boolean;
  /** For a word: there may be any number of them. */
  readonly many?: boolean;
  /** @throws UsageError for a text that is no such value. */
  read(text: string): unknown;
  /** Never set: what the command gets for it. */
  readonly type?: T;
}

export type Arguments = Readonly<Record<string, Argument>>;

/** What a command gets for what it has declared. */
export type Values<A> = { [K in keyof A]: A[K] extends Argument<infer T> ? T : never };

const asItIs = (text: string): string => text;

export const flag = (help: string, short?: string): Argument<boolean> => ({
  value: undefined,
  help,
  ...(short && { short }),
  read: Boolean,
});

/** @param value - how it is written in help, without brackets. */
export function optional(value: string, help: string): Argument<string | undefined>;
export function optional<T>(value: string, help: string, read: (text: string) => T): Argument<T | undefined>;
export function optional(value: string, help: string, read: (text: string) => unknown = asItIs): Argument {
  return { value, help, read };
}

/** @param value - how it is written in help, without brackets. */
export function required(value: string, help: string): Argument<string>;
export function required<T>(value: string, help: string, read: (text: string) => T): Argument<T>;
export function required(value: string, help: string, read: (text: string) => unknown = asItIs): Argument {
  return { value, help, read, required: true };
}

/** All words that are left: for the last one of a command's words. */
export const rest = (value: string, help: string): Argument<string[]> => ({
  value,
  help,
  many: true,
  read: asItIs,
});

/** Reads an integer between two others, both included. */
export const integer =
  (from: number, to: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= from && number <= to) return number;
    throw new UsageError(`"${text}" is no number from ${from} to ${to}`);
  };

/** Reads what a pattern allows. */
export const matching =
  (pattern: RegExp, what: string) =>
  (text: string): string => {
    if (pattern.test(text)) return text;
    throw new UsageError(`"${text}" is ${what}`);
  };

/** The name of a value in brackets; an example of one (`10m`) as it is. */
export const bracketed = (value = ''): string => (/^[a-z][a-z ]*$/.test(value) ? `<${value}>` : value);

/** How a value is written in usage: `<order>`, `[<stage>]`, `[<word> ...]`. */
export function written({ value, required, many }: Argument): string {
  const name = bracketed(value);
  if (many) return `[${name} ...]`;
  return required ? name : `[${name}]`;
}

/** The one of some words that another was probably meant to be; undefined if none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const near = words.map((one) => ({ one, far: distance(word, one) })).sort((a, b) => a.far - b.far)[0];
  return near && near.far <= Math.max(1, Math.floor(near.one.length / 3)) ? near.one : undefined;
}

/** Levenshtein's: how many letters have to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}

/** A {@link UsageError} with what to type instead; anything else as it is. */
export const withUsage = (thrown: unknown, usage: string): unknown =>
  thrown instanceof UsageError ? new UserError(thrown.message, usage, { cause: thrown }) : thrown;
