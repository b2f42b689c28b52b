import { UserError } from '@serverless-orders/command-line/user-error';
import { isLocalStage } from './stage.ts';

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

/** Words one letter off that are somebody's own behind another one (`us-west-2`). */
const OWN = /^(west|rest|best|text|nest|jest|fest|tent|est|focal|vocal)$/;

/** What a part of a name has beside a word that it is or looks like, in front of it and behind; undefined if it is none. */
function beside(word: string, part: string, first: boolean): { front: string; back: string } | undefined {
  const number = /\d*$/.exec(part)![0];
  const letters = part
    .slice(0, part.length - number.length)
    .replace(/\d/g, (digit) => DIGITS[digit] ?? digit);
  if (part === word) return { front: '', back: '' };
  if (isOneOff(letters, word) && (first || !OWN.test(letters))) return { front: '', back: number };
  if (word === 'local' && letters === 'loc') return { front: '', back: number };
  if (part.startsWith(word)) return { front: '', back: part.slice(word.length) };
  // Words of their own end with `test` (latest, contest), and none with `local`.
  if (word === 'local' && letters.endsWith(word))
    return { front: letters.slice(0, -word.length), back: number };
  return undefined;
}

/**
 * The local stage that was probably meant by a name that is none; undefined for a name that looks like no local stage. Each part
 * of the name is looked at.
 *
 * @example meantBy('lcoal') // 'local'
 * @example meantBy('jan-local') // 'local-jan'
 */
export function meantBy(stage: string): string | undefined {
  const parts = partsOf(stage);
  if (WORDS.includes(parts.join(''))) return stageOf(parts.join(''), []);
  for (const [at, part] of parts.entries()) {
    for (const word of WORDS) {
      const found = beside(word, part, at === 0);
      if (!found) continue;
      return stageOf(word, [...parts.slice(0, at), found.front, found.back, ...parts.slice(at + 1)]);
    }
  }
  return undefined;
}

/** The parts of a name as it is read: what other characters than letters and digits, or a capital, set apart. */
const partsOf = (stage: string): string[] =>
  asRead(stage.replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2'))
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

function stageOf(word: string, others: readonly string[]): string {
  const name = [word, ...others.filter(Boolean)].join('-');
  if (isLocalStage(name)) return name;
  return word === 'test' ? 'test-1' : word;
}

/** Whether a name is one that a pattern stands for. What `*` stands for is no local stage: `pr-*` is not for `pr-local`. */
function matches(pattern: string, stage: string): boolean {
  const source = pattern.replace(/[^\p{L}\p{N}*]/gu, '\\$&').replaceAll('*', '(.*)');
  const found = new RegExp(`^${source}$`).exec(stage)?.slice(1);
  return found?.every((part) => part !== 'test' && !isLocalStage(part)) ?? false;
}

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

/**
 * Stops at a name that is one letter off a stage that the project declares: a command would look there for what nobody has
 * deployed, and find that all is well. A number is meant (`staging2`).
 *
 * @throws UserError with the name that was probably meant.
 */
export function refuseMisspelt(stage: string, known: readonly string[]): void {
  if (isLocalStage(stage) || known.some((pattern) => matches(pattern, stage))) return;
  if (/\d/.test(stage)) return;
  const name = stage.toLowerCase();
  const meant = known.find((one) => one === name || isOneOff(one, name));
  if (meant === undefined) return;
  throw new UserError(
    `stages.ts has no stage "${stage}", only ${meant}`,
    `say ${meant} if you mean that; if it is another stage in AWS, add it to stages.ts`,
  );
}
