/** No longer than this, in UTF-16 units, is a text that is looked at whole. */
const LONGEST = 200;

/**
 * What no plain text has, in the order of the alternatives: another character; the beginning of a JSON Web Token (eyJ) or of a key of AWS (AKIA,
 * ASIA); two dashes; a word of digits that may be a part of a card's number, or one that is long enough for a secret (secret-texts.ts).
 * A literal, unlike most expressions here, since every line of the log needs it. A loop over the characters takes a warm request a
 * fifth longer as long as V8 has not optimized it, and a cold start no less.
 */
const suspect = /[^\w ./{}-]|J|IA|--|(?:^|[ ./{}])(?:[\d-]{4,}(?=$|[ ./{}])|[\w-]{40})/;

/**
 * Whether a text is plain: words of letters and digits, parted by blanks and `/ . { }`, of which none can be a secret or personal by its form. So
 * are ids, names, routes and short sentences, most of what a log says.
 */
export const isPlain = (text: string): boolean =>
  text.length <= LONGEST && !suspect.test(text) && !(text.includes(' ') && namesScheme(text.toLowerCase()));

/** Whether a text speaks of credentials of HTTP, which follow. */
const namesScheme = (text: string): boolean => text.includes('bearer') || text.includes('basic');
