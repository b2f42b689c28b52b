import type { APIGatewayProxyEvent } from 'aws-lambda';
import { LIMITS } from '../../contracts/limits.ts';
import { ServiceError } from '../service-error.ts';
import { header, headerLines } from './headers.ts';

const JSON_TYPE = 'application/json';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The JSON value of a request's body, not yet held against any schema.
 *
 * @throws ServiceError `unsupportedMedia` for another type, charset or a compressed body; `tooLarge`; `invalid` for what is
 *   not UTF-8 or not JSON.
 */
export function readJson(event: APIGatewayProxyEvent): unknown {
  requireUncoded(event);
  requireJsonType(event);
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > LIMITS.bodyBytes)
    throw new ServiceError('tooLarge', `The body is larger than ${LIMITS.bodyBytes} bytes.`);
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw new ServiceError('invalid', 'The body is not JSON in UTF-8.', { cause });
  }
}

/** A compressed body could be a thousand times as large as what was measured of it. (RFC 9110, 15.5.16) */
export function requireUncoded(event: APIGatewayProxyEvent): void {
  const codings = headerLines(event, 'content-encoding').flatMap((line) => line.split(','));
  if (codings.every((coding) => ['', 'identity'].includes(coding.trim().toLowerCase()))) return;
  throw new ServiceError('unsupportedMedia', 'Send the body as it is, without a Content-Encoding.', {
    headers: { 'accept-encoding': 'identity' },
  });
}

/** JSON is UTF-8 (RFC 8259, 8.1); a charset says nothing, unless it says another. */
function requireJsonType(event: APIGatewayProxyEvent): void {
  const [type, ...parameters] = (header(event, 'content-type') ?? '').split(';').map((part) => part.trim());
  const charset = parameters
    .find((parameter) => /^charset=/i.test(parameter))
    ?.replace(/^charset="?|"$/gi, '');
  if (type?.toLowerCase() === JSON_TYPE && (charset === undefined || /^utf-?8$/i.test(charset))) return;
  throw new ServiceError('unsupportedMedia', `Send the body as ${JSON_TYPE}, in UTF-8.`, {
    headers: { accept: JSON_TYPE },
  });
}
