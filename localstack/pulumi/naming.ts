import { createHash } from 'node:crypto';

/** The property that holds the name of a kind of resource, and the names that AWS allows. */
export interface NameRule {
  /** The input property that holds the name. */
  readonly property: string;
  /** Longest name, in characters. */
  readonly max: number;
  /** Only lower case letters are allowed. */
  readonly lower?: boolean;
  /** How the name has to end (`.fifo`), given the inputs. */
  readonly suffix?: (inputs: Record<string, unknown>) => string;
}

/**
 * A physical name for a resource that the program did not name: `<name>-<7 hex digits>` as Pulumi's providers have it, but
 * the digits are a hash of the URN. So, after a kill between the call to AWS and the writing of the state, the next deploy
 * finds the resource by its name. A replacement, which exists beside the old one for a while, gets other digits by its
 * `generation` (the old one's id).
 */
export function autoName(
  { max, lower, suffix }: NameRule,
  {
    urn,
    name,
    generation = '',
    inputs = {},
  }: { urn: string; name: string; generation?: string; inputs?: Record<string, unknown> },
): string {
  const end = suffix?.(inputs) ?? '';
  const digits = createHash('sha256').update(`${urn}\n${generation}`).digest('hex').slice(0, 7);
  const start = name.slice(0, max - digits.length - 1 - end.length);
  const full = `${start}-${digits}${end}`;
  return lower ? full.toLowerCase() : full;
}
