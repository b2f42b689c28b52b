/**
 * What a browser may do with the console's page: run its own script, style and nothing else, speak to the console alone,
 * and be framed by nobody. Data that slipped in as markup finds nothing that runs it.
 *
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For a document of somebody else that is shown in a frame, as an email is: it runs nothing and loads nothing. */
const FOREIGN_DOCUMENT_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/** Of every answer. The address that signs in has the token in it: no other site learns of it. */
const COMMON = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export const headersOf = (type: string): Record<string, string> => ({
  ...COMMON,
  'content-type': type,
  'content-security-policy': CONTENT_SECURITY_POLICY,
});

export const foreignDocumentHeaders = (): Record<string, string> => ({
  ...COMMON,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': FOREIGN_DOCUMENT_POLICY,
});
