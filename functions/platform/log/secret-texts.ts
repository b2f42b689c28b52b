import { expression } from '../../contracts/expression.ts';
import { isPlain } from './plain-text.ts';

/** What stands in a log for what was taken out of it. */
export const REDACTED = '[redacted]';

/** Expressions are texts here, since most texts of most functions are plain (expression.ts). */
const suspicious = expression(
  String.raw`@|%40|\\u0040|eyJ|bearer|basic|-----BEGIN|A[KS]IA|passw|passphrase|pwd|secret|token|key|authori|cookie|signature|credential|scrypt\$|argon2|pbkdf|\$2[aby]\$|[\w+-]{40}|\d{4}[ -]?\d{4}[ -]?\d{4}`,
  'i',
);

/** Whether a text has nothing to be taken out: most are ids and short sentences, and cost one look. */
const isClean = (text: string): boolean => isPlain(text) || !suspicious().test(text);

/** Secrets that have a form of their own. None of these expressions can backtrack further than its bounds. */
const FORMS: readonly [form: () => RegExp, instead: string][] = [
  [
    expression(
      String.raw`-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)`,
      'g',
    ),
    REDACTED,
  ],
  // JSON Web Tokens, also cut off: header, payload, signature.
  [expression(String.raw`eyJ[\w-]{8,}(?:\.[\w-]*){0,4}`, 'g'), REDACTED],
  // The shop's refresh and device tokens: whose, which, and the secret.
  [expression(String.raw`[\w-]{1,64}\.[\w-]{22}\.[\w-]{43}(?![\w-])`, 'g'), REDACTED],
  [expression(String.raw`\b(bearer|basic)\s+(?!\[)[\w.~+/=-]{6,}`, 'gi'), `$1 ${REDACTED}`],
  [expression('(?<![A-Z0-9])A[KS]IA[A-Z0-9]{12,}', 'g'), REDACTED],
  // Hashes of passwords: the shop's, those of the PHC format and of crypt.
  [
    expression(String.raw`(?:scrypt|argon2(?:id?|d)|pbkdf2[\w-]{0,20}|\$2[aby])\$[^\s"']{1,500}`, 'g'),
    REDACTED,
  ],
  // The credentials in a URL, as in https://user:password@host.
  [expression(String.raw`://[^\s/@"']{1,200}@`, 'g'), `://${REDACTED}@`],
];

const emails = expression(
  String.raw`[^\s"'\x60<>()[\]{},;:=/\\&?@#|]{1,64}(?:@|%40|\\u0040)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}`,
  'giu',
);

/** `key=value`, `key: value`, `"key":"value"` (also in JSON within JSON, whose quotes are escaped), of keys that say it. */
const named = expression(
  String.raw`(?<![a-z])((?:[a-z]{1,20}[-_]?){0,3}(?:passw(?:or)?d|passphrase|pwd|secret|token|api[-_]?key|private[-_]?key|secret[-_]?key|access[-_]?key|authori[sz]ation|cookie|signature|credential|idempotency[-_]?key))(\\{0,7}["']?\s{0,4}[=:]\s{0,4})(?:(\\{0,7})"[\s\S]*?(?:(?<!\\)\3"|$)|'[^']*|(?!\[redacted)[^\s,;&"'})\]]+)`,
  'gi',
);

/** Card numbers as people and terminals write them; no part of an id, and no span's, of which a few are digits alone. */
const cards = expression(
  String.raw`(?<![\w-]|Parent=|spanId ?[=:]? ?)[2-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{1,7}(?![\w-])`,
  'g',
);

/**
 * A text without passwords, tokens, keys, email addresses and card numbers, by their form and by the word before them.
 * What has no form (a password in the middle of a sentence) cannot be found: it has to be under a key, or stay out.
 */
export const redactText = (text: string): string => (isClean(text) ? text : redactForms(text));

/** The same without a first look, which the tests hold against this. */
export function redactForms(text: string): string {
  return withoutSecrets(text)
    .replace(emails(), REDACTED)
    .replace(cards(), (digits) => (isCardNumber(digits) ? REDACTED : digits));
}

/** The same for those who may see personal data, but no secret: email addresses and numbers stay. */
export const redactSecrets = (text: string): string => (isClean(text) ? text : withoutSecrets(text));

/** Words of 40 characters are long enough to be a secret of 240 bits in base64. */
function withoutSecrets(text: string): string {
  let clean = text;
  for (const [form, instead] of FORMS) clean = clean.replace(form(), instead);
  return clean
    .replace(named(), (_, key: string, between: string) => `${key}${between}${REDACTED}`)
    .replace(/[\w+-]{40,}={0,2}/g, (word) => (isRandom(word) ? REDACTED : word));
}

/**
 * Whether a word is random base64 and no name: upper case, lower case and digits change about every other character there,
 * and once a word in what people name. Hashes and ids in hexadecimal are told from both by having no upper case.
 */
function isRandom(word: string): boolean {
  if (!/[A-Z]/.test(word) || !/[a-z]/.test(word) || !/\d/.test(word)) return false;
  const changes = word.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[a-zA-Z])/g) ?? [];
  return changes.length >= word.length * 0.3;
}

/** ISO/IEC 7812: the check digit (Luhn). */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
