/**
 * What mail programs make a link of, or may: schemes, addresses, host names, and the dots and slashes that look like them
 * (IDNA takes each of the four for a dot).
 */
const LINK_LIKE = /[@:/\\]|[.\u3002\uff0e\uff61][^\s.]{2,}|www/i;

/**
 * A name as an email may say it. Names are as people write them, also somebody who wants our sender to carry an address of
 * the web: such a name is left out.
 */
export const harmless = (name: string): string => (LINK_LIKE.test(name.normalize('NFKC')) ? '' : name);

/** How an email begins: `Hello Ada,`, or `Hello,` without a name. */
export const greeting = (hello: string, name: string): string => (name ? `${hello} ${name},` : `${hello},`);
