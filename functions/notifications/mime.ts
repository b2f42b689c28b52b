import type { RenderedEmail } from './rendering/email.ts';

interface Addressed extends RenderedEmail {
  from: string;
  to: string;
  /** Further headers, by name. */
  headers?: Readonly<Record<string, string>>;
}

/** Parts have names that base64 cannot contain: no content ends one. */
const BOUNDARY = '=_shop_alternative';

/** So many bytes of text make an encoded word of at most 75 characters (RFC 2047, 2). */
const WORD_BYTES = 42;

/** A header is one line. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Text of a header: as it is in ASCII, and in encoded words of whole characters otherwise. */
function encoded(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words = [''];
  for (const character of text) {
    const last = words.at(-1)!;
    if (Buffer.byteLength(last + character) > WORD_BYTES) words.push(character);
    else words[words.length - 1] = last + character;
  }
  return words.map((word) => `=?UTF-8?B?${base64(word)}?=`).join('\r\n ');
}

const part = (type: string, text: string): string[] => [
  `--${BOUNDARY}`,
  `Content-Type: ${type}; charset=UTF-8`,
  'Content-Transfer-Encoding: base64',
  '',
  // Lines of 76 characters (RFC 2045, 6.8).
  ...(base64(text).match(/.{1,76}/g) ?? ['']),
];

/**
 * An email as RFC 5322 and MIME write it, in both forms: SES takes headers of one's own in no other way (its older API, which every
 * engine has). SES adds Date and Message-ID.
 */
export function mimeOf({ from, to, subject, text, html, headers = {} }: Addressed): string {
  return [
    `From: ${oneLine(from)}`,
    `To: ${oneLine(to)}`,
    `Subject: ${encoded(oneLine(subject))}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${encoded(oneLine(value))}`),
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${BOUNDARY}"`,
    '',
    ...part('text/plain', text),
    ...part('text/html', html),
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n');
}
