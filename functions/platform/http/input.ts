import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import type { Operation } from '../../contracts/http/operation.ts';
import type { Preconditions } from '../preconditions.ts';
import { ServiceError, type Violation } from '../service-error.ts';
import { addressBlock } from './address-block.ts';
import { readJson } from './body.ts';
import { readPreconditions } from './conditional.ts';
import { header } from './headers.ts';
import { readPath } from './path.ts';

z.config(en());

/** What an operation takes, parsed by its schemas. */
export interface Input {
  path: unknown;
  query: unknown;
  body: unknown;
  preconditions: Preconditions;
  by: Guesser;
}

/** The account whose password a request contains, as far as the request names it. */
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

/** What has been read of a request already, and is not read twice. */
export interface AlreadyRead {
  path: Record<string, string>;
  json: unknown;
}

/**
 * Parses path, query, body and conditions, once, before the handler: it gets values, never raw text.
 *
 * @throws ServiceError that says what is wrong, and where.
 */
export function readInput(
  operation: Pick<Operation, 'path' | 'query' | 'body' | 'conditional' | 'guessable'>,
  event: APIGatewayProxyEvent,
  already?: AlreadyRead,
): Input {
  return {
    preconditions: operation.conditional ? readPreconditions(event) : {},
    by: operation.guessable ? readGuesser(event) : {},
    path: parse(operation.path, already?.path ?? readPath(event), 'path', '/path'),
    query: parse(operation.query, event.queryStringParameters ?? {}, 'query', '/query'),
    body: operation.body && parse(operation.body, already ? already.json : readJson(event), 'body'),
  };
}
