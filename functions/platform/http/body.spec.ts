import type { APIGatewayProxyEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../contracts/limits.ts';
import type { ServiceError } from '../service-error.ts';
import { readJson } from './body.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const bytes = (...values: number[]) => Buffer.from(values).toString('base64');
const padded = (size: number) => `"${'x'.repeat(size - 2)}"`;

type Sent = { body: string | null; isBase64Encoded?: boolean; headers?: Record<string, string> };
const read = ({ headers = JSON_TYPE, ...sent }: Sent) =>
  readJson({ isBase64Encoded: false, ...sent, headers } as unknown as APIGatewayProxyEvent);

const rejected = (sent: Sent): ServiceError => {
  try {
    read(sent);
  } catch (thrown) {
    return thrown as ServiceError;
  }
  throw new Error('it was read');
};

describe('readJson', () => {
  it.each<[string, Sent, unknown]>([
    ['text', { body: '{"a":"é😀"}' }, { a: 'é😀' }],
    ['base64', { body: Buffer.from('{"a":"é😀"}').toString('base64'), isBase64Encoded: true }, { a: 'é😀' }],
    ['the largest body', { body: padded(LIMITS.bodyBytes) }, 'x'.repeat(LIMITS.bodyBytes - 2)],
    ['a charset', { body: '1', headers: { 'content-type': 'application/json; charset=UTF-8' } }, 1],
    ['a charset in quotes', { body: '1', headers: { 'content-type': 'Application/JSON;charset="utf8"' } }, 1],
    ['no coding', { body: '1', headers: { ...JSON_TYPE, 'content-encoding': 'identity' } }, 1],
    ['an empty coding', { body: '1', headers: { ...JSON_TYPE, 'content-encoding': '' } }, 1],
  ])('reads %s', (_, sent, value) => {
    expect(read(sent)).toEqual(value);
  });

  it.each([
    'gzip',
    'GZIP',
    'br',
    'deflate',
    'zstd',
    'compress',
    'x-gzip',
    'identity, gzip',
    'gzip, gzip',
    'unknown',
  ])('refuses a body that is, or says it is, compressed: %s', (coding) => {
    const headers = { ...JSON_TYPE, 'Content-Encoding': coding };
    for (const body of ['{}', bytes(0x1f, 0x8b, 8, 0)])
      expect(rejected({ body, headers })).toMatchObject({
        code: 'unsupportedMedia',
        headers: { 'accept-encoding': 'identity' },
      });
  });

  it.each([
    ['no type', {}],
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['another JSON', { 'content-type': 'application/problem+json' }],
    ['two types', { 'content-type': 'application/json, text/plain' }],
    ['another charset', { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['UTF-16', { 'content-type': 'application/json;charset="utf-16"' }],
  ])('refuses %s, and says what it takes', (_, headers) => {
    expect(rejected({ body: '{}', headers })).toMatchObject({
      code: 'unsupportedMedia',
      headers: { accept: 'application/json' },
    });
  });

  it.each<[string, Sent]>([
    ['nothing', { body: null }],
    ['half of it', { body: '{"a":' }],
    ['two values', { body: '{}{}' }],
    ['a byte order mark', { body: '\ufeff{}' }],
    ['bytes that are no UTF-8', { body: bytes(0x22, 0xff, 0x22), isBase64Encoded: true }],
    ['an overlong encoding', { body: bytes(0x22, 0xc0, 0xaf, 0x22), isBase64Encoded: true }],
    ['a surrogate as bytes', { body: bytes(0x22, 0xed, 0xa0, 0x80, 0x22), isBase64Encoded: true }],
    ['UTF-16', { body: Buffer.from('{}', 'utf16le').toString('base64'), isBase64Encoded: true }],
  ])('refuses %s', (_, sent) => {
    expect(rejected(sent).code).toBe('invalid');
  });

  it.each<[string, Sent]>([
    ['letters', { body: padded(LIMITS.bodyBytes + 1) }],
    ['bytes of letters beyond ASCII', { body: `"${'é'.repeat(LIMITS.bodyBytes / 2)}"` }],
    [
      'bytes in base64',
      { body: Buffer.from(padded(LIMITS.bodyBytes + 1)).toString('base64'), isBase64Encoded: true },
    ],
    ['blanks behind', { body: `{}${' '.repeat(LIMITS.bodyBytes)}` }],
  ])('refuses too many %s', (_, sent) => {
    expect(rejected(sent).code).toBe('tooLarge');
  });
});
