/**
 * Reads the secret AuthKeyNumber.
 *
 * @throws Error when it is no whole number above zero.
 */
export function readKeyNumber(text = '1'): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Error('the secret AuthKeyNumber has to be a whole number above zero');
}

/**
 * Which keys verify tokens while number `current` signs them: the previous one, whose last tokens are still out; and
 * the next one, because a deployment puts it into one function after the other, and whoever verifies has to know
 * a key before anybody signs with it.
 */
export const verifyingKeys = (current: number): number[] =>
  [current - 1, current, current + 1].filter((number) => number > 0);
