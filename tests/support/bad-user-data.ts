import { LIMITS } from '../../functions/contracts/limits.ts';

const long = (length: number) => 'x'.repeat(length);

/** Names that nobody has. */
export const BAD_NAMES: [string, unknown][] = [
  ['no text', 7],
  ['nothing', ''],
  ['blanks', ' \t\u00a0\u2003'],
  ['nothing to be seen', '\u200b\u200d\ufeff'],
  ['marks alone', '\u0301\u0301'],
  ['NUL', 'Ada\u0000'],
  ['a line break', 'Ada\r\nBcc: everybody@example.com'],
  ['a line separator', 'Ada\u2028Eve'],
  ['a turn of direction', 'Ada \u202eecnavE'],
  ['an isolate', 'Ada \u2067x\u2069'],
  ['half a character', 'Ada \ud83e'],
  ['101 characters', long(LIMITS.name + 1)],
  ['a list', ['Ada']],
  ['an object', { first: 'Ada' }],
  ['null', null],
];

/** Names that people do have; the last is what is kept of them. */
export const GOOD_NAMES: [string, string, string][] = [
  ['combining characters', 'Zoe\u0308', 'Zoe\u0308'],
  ['an emoji of several characters', 'Ada 👩‍💻', 'Ada 👩‍💻'],
  ['letters from right to left', 'عَدَى بن זאב', 'عَدَى بن זאב'],
  ['one sign', '李', '李'],
  ['an apostrophe and a hyphen', "Ada O'Neil-Žižek", "Ada O'Neil-Žižek"],
  ['blanks around it', '  Ada ', 'Ada'],
  ['100 characters', long(LIMITS.name), long(LIMITS.name)],
];

/** Addresses at which nobody is. */
export const BAD_ADDRESSES: [string, unknown][] = [
  ['no text', 7],
  ['nothing', ''],
  ['no host', 'ada@'],
  ['no name', '@example.com'],
  ['two names', 'ada@eve@example.com'],
  ['a blank', 'ada lovelace@example.com'],
  ['NUL', 'ada\u0000@example.com'],
  ['a line break', 'ada@example.com\r\nBcc: eve@example.com'],
  ['letters that look alike', 'аda@example.com'],
  ['half a character', '\ud83e@example.com'],
  ['255 characters', `${long(243)}@example.com`],
  ['null', null],
  ['a list', ['ada@example.com']],
];

/** Passwords that nobody can choose. */
export const BAD_PASSWORDS: [string, unknown][] = [
  ['no text', 12345678],
  ['7 characters', '1234567'],
  ['129 characters', long(LIMITS.password + 1)],
  ['half a character', 'password\ud83e'],
  ['null', null],
];
