import { hashOf } from '../platform/hash-of.ts';
import { itemKey, type Key } from '../platform/key.ts';

/** Why an address is written to no more. Holds no address: it stands under its hash. */
export interface Suppression {
  reason: 'bounced' | 'complained';
  /** In SES's words. */
  detail: string;
  /** When it was noticed (RFC 3339). */
  at: string;
}

/** All suppressions stand in one partition, so that people can list them; each is read by its key, before each email. */
export const SUPPRESSED = 'SUPPRESSED';

/** The key of an address, however it is written: mail servers that tell capitals apart are not met. */
export const suppressionKey = (address: string): Key =>
  itemKey([SUPPRESSED], [hashOf(address.trim().toLowerCase())]);
