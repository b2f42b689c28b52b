/**
 * Chance that depends on a seed and on what it is drawn for, and not on what was drawn before: so that taking one fault
 * away changes nothing else. (FNV-1a, then the finaliser of MurmurHash3.) Seed 0 has no chance: always one half.
 *
 * @returns from 0 to 1, without 1.
 */
export function chance(seed: number, what: string): number {
  if (seed === 0) return 0.5;
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < what.length; index += 1)
    hash = Math.imul(hash ^ what.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32;
}

/** How long something takes (ms): 1 to 30, one in twenty up to a second; always 5 without chance. */
export function delay(seed: number, what: string): number {
  if (seed === 0) return 5;
  const drawn = chance(seed, what);
  return drawn < 0.95 ? 1 + (29 * drawn) / 0.95 : 1000 * (drawn - 0.949) * 20;
}
