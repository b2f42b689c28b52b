/** No longer than this, in UTF-16 units, is what is looked at character by character. */
const LONGEST = 200;

/** A word as long as this may be a secret (secret-texts.ts). */
const LONG_WORD = 40;

/** So many digits alone may be a part of a card's number. */
const CARD_PART = 4;

/**
 * Whether a text is plain: words of letters and digits, parted by blanks and `/ . { }`, of which none can be a secret or personal by its form. So
 * are ids, names, routes and short sentences, most of what a log says. Each character is looked at once; an expression for it would
 * be compiled at every cold start, twice.
 */
export function isPlain(text: string): boolean {
  if (text.length > LONGEST) return false;
  let begin = 0;
  let hasBlank = false;
  let isNumber = true;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : BLANK;
    if (isLowerCase(code) || code === UNDERSCORE) isNumber = false;
    else if (isUpperCase(code)) {
      // As in eyJ, with which JSON Web Tokens begin, and in AKIA and ASIA, with which keys of AWS do.
      if (code === J || (code === A && text.charCodeAt(at - 1) === I)) return false;
      isNumber = false;
    } else if (isPart(code)) {
      const length = at - begin;
      if (length >= LONG_WORD || (isNumber && length >= CARD_PART)) return false;
      if (at < text.length && code === BLANK) hasBlank = true;
      begin = at + 1;
      isNumber = true;
    } else if (code === DASH) {
      if (text.charCodeAt(at - 1) === DASH) return false;
    } else if (!isDigit(code)) return false;
  }
  return !hasBlank || !namesScheme(text.toLowerCase());
}

/** Whether a text speaks of credentials of HTTP, which follow. */
const namesScheme = (text: string): boolean => text.includes('bearer') || text.includes('basic');

const BLANK = 0x20;
const DASH = 0x2d;
const UNDERSCORE = 0x5f;
const A = 0x41;
const I = 0x49;
const J = 0x4a;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isUpperCase = (code: number): boolean => code >= 0x41 && code <= 0x5a;
const isLowerCase = (code: number): boolean => code >= 0x61 && code <= 0x7a;
/** What stands between words: a blank, a dot, a slash, braces. */
const isPart = (code: number): boolean =>
  code === BLANK || code === 0x2e || code === 0x2f || code === 0x7b || code === 0x7d;
