declare const joined: unique symbol;

/** Text of a key that `keyText` has made. The compiler takes no other text for a key, so none is joined by hand. */
export type KeyText = string & { readonly [joined]: true };

/** The key of an item in a service's table. */
export interface Key {
  pk: KeyText;
  sk: KeyText;
}

type Parts = readonly [string, ...(string | number)[]];

const SEPARATOR = '#';

/** As in a URL (RFC 3986, 2.1), but for the separator and the sign of an escape alone: whatever else a part holds stays readable. */
const escaped = (part: string | number): string =>
  String(part).replaceAll('%', '%25').replaceAll(SEPARATOR, '%23');

/**
 * Joins parts to the text of a key, so that other parts never make the same text: a separator inside of a part is escaped.
 * Parts come from tokens, headers and paths, and what is in them is up to whoever sends them.
 *
 * @example keyText('IDEMPOTENCY', customerId, key) // IDEMPOTENCY#0198…#my-key
 */
export const keyText = (...parts: Parts): KeyText => parts.map(escaped).join(SEPARATOR) as KeyText;

/** What all texts begin with that have these parts and one more. @example keyPrefix('ENTRY') // ENTRY# */
export const keyPrefix = (...parts: Parts): KeyText => keyText(...parts, '');

/** The parts of which a text was made. */
export const keyParts = (text: string): string[] => text.split(SEPARATOR).map(decodeURIComponent);

/** The key of an item. @example itemKey(['USER', userId], ['SESSION', sessionId]) */
export const itemKey = (pk: Parts, sk: Parts): Key => ({ pk: keyText(...pk), sk: keyText(...sk) });
