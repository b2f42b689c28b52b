import { createHash } from 'node:crypto';

/** Where a kind of resource has its name, and what AWS allows there. */
export interface NameRule {
  /** The input property that holds the name. */
  readonly property: string;
  /** Longest name, in characters. */
  readonly max: number;
  /** Only lower case letters are allowed. */
  readonly lower?: boolean;
  /** What has to stand at the end (`.fifo`), given the inputs. */
  readonly suffix?: (inputs: Record<string, unknown>) => string;
}

/**
 * A physical name for a resource that the program did not name: `<name>-<7 hex digits>`, as Pulumi's providers do
 * it, but with digits that follow from the URN. So a deploy that was killed between the call to AWS and the
 * writing of the state finds what it made; a replacement, which has to live beside the old one for a while, gets
 * other digits by its `generation` (the old one's id).
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
