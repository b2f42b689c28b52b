/** An email as it was sent, as far as it is read here: what functions/notifications/mime.ts writes. */
export interface ReadEmail {
  /** By name in lower case. */
  headers: Readonly<Record<string, string>>;
  subject: string;
  text: string;
  html: string;
}

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

/** Encoded words (RFC 2047): white space between two of them is no part of the text. */
const words = (text: string): string =>
  text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, word: string) => decode(word));

function headersOf(lines: string): Record<string, string> {
  const unfolded = lines.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return Object.fromEntries(
    unfolded.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** Reads an email in two forms (RFC 5322, RFC 2045). */
export function readMime(raw: string): ReadEmail {
  const cut = raw.indexOf('\r\n\r\n');
  const headers = headersOf(raw.slice(0, cut));
  const [, boundary = ''] = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '') ?? [];
  const parts = raw.slice(cut).split(`--${boundary}`).slice(1, -1);
  const contentOf = (type: string) => {
    const part = parts.find((one) => one.includes(`Content-Type: ${type}`)) ?? '';
    return decode(part.slice(part.indexOf('\r\n\r\n')));
  };
  return {
    headers,
    subject: words(headers.subject ?? ''),
    text: contentOf('text/plain'),
    html: contentOf('text/html'),
  };
}
