import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import type { Operation } from '../../contracts/http/operation.ts';
import { LIMITS } from '../../contracts/limits.ts';
import { ServiceError, type Violation } from '../service-error.ts';
import { addressBlock } from './address-block.ts';

z.config(en());

export interface Input {
  path: unknown;
  query: unknown;
  body: unknown;
  idempotencyKey: string;
  ifMatch: string | undefined;
  by: Guesser;
}

/** Who gives a password, as far as a request says. */
export interface Guesser {
  /** The token of a device on which the password was given before. */
  device?: string | undefined;
  /** Which connection to the internet it comes by, as API Gateway saw it. */
  place?: string | undefined;
}

function readGuesser(event: APIGatewayProxyEvent): Guesser {
  const address = event.requestContext?.identity?.sourceIp;
  return { device: header(event, 'device-token'), place: address && addressBlock(address) };
}

/** Printable ASCII, 1 to 255 of it. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** Finds a header whatever its case: API Gateway passes on what the client wrote. */
export function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  const found = Object.keys(event.headers ?? {}).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : event.headers[found];
}

/** RFC 6901: `~` and `/` are escaped. */
const pointer = (path: PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function violations(error: z.core.$ZodError, prefix = ''): Violation[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: prefix + pointer([...issue.path, key]),
          detail: 'Unknown field',
        }))
      : [{ pointer: prefix + pointer(issue.path), detail: issue.message }],
  );
}

function parse(schema: z.core.$ZodType | undefined, value: unknown, what: string, prefix?: string): unknown {
  if (!schema) return undefined;
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw new ServiceError('invalid', `The ${what} is not valid.`, {
    violations: violations(result.error, prefix),
  });
}

function readJson(event: APIGatewayProxyEvent): unknown {
  const type = header(event, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new ServiceError('unsupportedMedia', 'Send the body as application/json.');
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString('utf8')
    : (event.body ?? '');
  if (Buffer.byteLength(text) > LIMITS.bodyBytes) {
    throw new ServiceError('tooLarge', `The body is larger than ${LIMITS.bodyBytes} bytes.`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ServiceError('invalid', 'The body is not JSON.', { cause });
  }
}

function readIdempotencyKey(event: APIGatewayProxyEvent): string {
  const key = header(event, 'idempotency-key');
  if (key !== undefined && IDEMPOTENCY_KEY.test(key)) return key;
  throw new ServiceError('invalid', 'Send an Idempotency-Key header of 1 to 255 visible characters.');
}

/**
 * The version that If-Match names (RFC 9110). `*` and no header at all mean any version.
 *
 * @throws ServiceError `invalid` when it is not one strong entity tag.
 */
function readIfMatch(event: APIGatewayProxyEvent): string | undefined {
  const value = header(event, 'if-match')?.trim();
  if (value === undefined || value === '*') return undefined;
  const tag = /^"([\x21\x23-\x7e]{1,64})"$/.exec(value)?.[1];
  if (tag) return tag;
  throw new ServiceError('invalid', 'Send If-Match as the ETag that a read gave: one tag in double quotes.');
}

/** Parses path, query, body, Idempotency-Key and If-Match, once, before the handler: it gets values, never raw text. */
export const input = (
  operation: Pick<Operation, 'path' | 'query' | 'body' | 'idempotent' | 'ifMatch' | 'guessable'>,
): MiddlewareObj<APIGatewayProxyEvent & { input?: Input }, APIGatewayProxyResult> => ({
  name: 'input',
  before: ({ event }) => {
    event.input = {
      idempotencyKey: operation.idempotent ? readIdempotencyKey(event) : '',
      ifMatch: operation.ifMatch ? readIfMatch(event) : undefined,
      by: operation.guessable ? readGuesser(event) : {},
      path: parse(operation.path, event.pathParameters ?? {}, 'path', '/path'),
      query: parse(operation.query, event.queryStringParameters ?? {}, 'query', '/query'),
      body: operation.body && parse(operation.body, readJson(event), 'body'),
    };
  },
});
