import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkScrapeToken, OPEN } from './scrape-token.ts';

const TOKEN = 'a1b2c3d4e5f6a7b8c9d0';
const hash = createHash('sha256').update(TOKEN).digest('hex');

const CASES: [
  what: string,
  authorization: string | undefined,
  expected: string | undefined,
  passes: boolean,
][] = [
  ['the token', `Bearer ${TOKEN}`, hash, true],
  ['the token, by a scheme in lower case', `bearer ${TOKEN}`, hash, true],
  ['no token', undefined, hash, false],
  ['an empty header', '', hash, false],
  ['a scheme alone', 'Bearer ', hash, false],
  ['another token', `Bearer ${TOKEN}x`, hash, false],
  ['the hash in place of the token', `Bearer ${hash}`, hash, false],
  ['another scheme', `Basic ${TOKEN}`, hash, false],
  ['two tokens', `Bearer ${TOKEN} ${TOKEN}`, hash, false],
  ['any token on a stage without one', `Bearer ${TOKEN}`, undefined, false],
  ['no token on a stage without one', undefined, undefined, false],
  ['any token on a stage whose hash is none', `Bearer ${TOKEN}`, '', false],
  ['no token on this machine', undefined, OPEN, true],
  ['any token on this machine', 'Bearer of news', OPEN, true],
];

describe('checkScrapeToken', () => {
  it.each(CASES)('%s', (_, authorization, expected, passes) => {
    const check = () => checkScrapeToken(authorization, expected);
    if (passes) expect(check()).toBeUndefined();
    else expect(check).toThrow(expect.objectContaining({ code: 'unauthenticated' }));
  });
});
