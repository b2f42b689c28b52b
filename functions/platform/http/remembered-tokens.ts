import { hash } from 'node:crypto';
import type { Caller, Verify } from './caller.ts';

/** A token that was verified, and when it is no longer good, in seconds since 1970. */
interface Verified {
  caller: Caller;
  until: number;
}

/** So many tokens are remembered: about 200 KB, and more than the people whom one environment meets in a token's life. */
const MOST_REMEMBERED = 500;

/**
 * Remembers whose token it is until it is no longer good: checking its signature is most of what a warm request costs. What stands
 * in the token cannot change, so neither can what was found; what can, as a role that was taken away or a password that was changed,
 * is looked up by who needs to know it (`epoch`), as before. Tokens are known by their hash, so that memory holds none.
 */
export function remembering(
  verify: (token: string) => Promise<Verified>,
  { most = MOST_REMEMBERED, now = () => Date.now() }: { most?: number; now?: () => number } = {},
): Verify {
  const known = new Map<string, Verified>();
  return async (token) => {
    const key = hash('sha256', token, 'base64');
    const before = known.get(key);
    if (before && Math.floor(now() / 1000) < before.until) return before.caller;
    known.delete(key);
    const verified = await verify(token);
    if (known.size >= most) known.delete(known.keys().next().value!);
    Object.freeze(verified.caller.roles);
    known.set(key, { until: verified.until, caller: Object.freeze(verified.caller) });
    return verified.caller;
  };
}
