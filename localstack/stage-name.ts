import { isLocalStage } from './stage.ts';
import { UserError } from './user-error.ts';

/** What the names of local stages begin with. */
const WORDS = ['local', 'test'];

/** Pairs of what is read as a letter of ASCII, and that letter. */
const pairs = (text: string): Record<string, string> =>
  Object.fromEntries(text.split(' ').map((pair) => [...pair] as [string, string]));

/** Letters of Cyrillic and Greek that look like those of the words. */
const LETTERS = pairs('аa оo сc еe тt ѕs ӏl λl οo αa τt εe ιl |l ıl');
const DIGITS = pairs('0o 1l 3e 5s');

/** A name as it is read by somebody in a hurry. */
const asRead = (name: string): string =>
  [...name.normalize('NFKD').toLowerCase()]
    .filter((letter) => !/[\p{M}\p{Cf}]/u.test(letter))
    .map((letter) => LETTERS[letter] ?? letter)
    .join('')
    .trim();

/** Whether one letter more, less, other or swapped makes one word of the other. */
function isOneOff(word: string, other: string): boolean {
  const [short, long] = word.length < other.length ? [word, other] : [other, word];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return (
    short.slice(at + 1) === long.slice(at + 1) || (swapped && short.slice(at + 2) === long.slice(at + 2))
  );
}

/**
 * The local stage that was probably meant by a name that is none; undefined for a name that looks like no local stage.
 *
 * @example meantBy('lcoal') // 'local'
 */
export function meantBy(stage: string): string | undefined {
  const name = asRead(stage);
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const [first = ''] = parts;
  const number = /\d*$/.exec(first)![0];
  const letters = first
    .slice(0, first.length - number.length)
    .replace(/\d/g, (digit) => DIGITS[digit] ?? digit);
  for (const word of WORDS) {
    const isWord = isOneOff(letters, word) || first === word || parts.join('') === word;
    if (!isWord && !first.startsWith(word)) continue;
    const tail = isWord ? number : first.slice(word.length);
    const rest = [tail, ...(parts.join('') === word ? [] : parts.slice(1))].filter(Boolean).join('-');
    const meant = rest ? `${word}-${rest}` : word === 'test' ? 'test-1' : word;
    return isLocalStage(meant) ? meant : word === 'test' ? 'test-1' : word;
  }
  return undefined;
}

const matches = (pattern: string, stage: string): boolean =>
  new RegExp(`^${pattern.replace(/[^\p{L}\p{N}*]/gu, '\\$&').replaceAll('*', '.*')}$`).test(stage);

/**
 * Stops at a name that looks like a local stage's and is none: it would go to the account in AWS that the shell is signed in
 * to. A name that is among the project's stages is meant.
 *
 * @param known names and patterns (`pr-*`) of the project's stages in AWS.
 * @throws UserError with the name that was probably meant.
 */
export function refuseLookalike(stage: string, known: readonly string[]): void {
  if (isLocalStage(stage) || known.some((pattern) => matches(pattern, stage))) return;
  const meant = meantBy(stage);
  if (meant === undefined) return;
  throw new UserError(
    `"${stage}" is no stage on this machine, but looks like one, and would be a stage in AWS`,
    `say ${meant} if you mean that; if it is a stage in AWS, add it to stages.ts`,
  );
}
