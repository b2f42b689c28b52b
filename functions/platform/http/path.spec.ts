import type { APIGatewayProxyEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Operation } from '../../contracts/http/operation.ts';
import { OPERATIONS } from '../../contracts/http/operations.ts';
import { readInput } from './input.ts';

const operations = Object.values(OPERATIONS).flat();
const parameters = operations.flatMap((operation) =>
  [...operation.route.matchAll(/\{(\w+)\}/g)].map(
    ([, name]) => [`${operation.route}: ${name}`, operation, name!] as const,
  ),
);
const GOOD = 'a1-b2';
const INVALID = expect.objectContaining({ code: 'invalid' });

/** API Gateway decodes a parameter, engines leave it as it was sent: the path stays as it was sent with both. */
const GATEWAYS: [string, (sent: string) => string][] = [
  ['decoded', (sent) => safely(decodeURIComponent, sent).replaceAll('%', '%25')],
  ['as sent', (sent) => sent],
];
const safely = (decode: (text: string) => string, text: string): string => {
  try {
    return decode(text);
  } catch {
    return text;
  }
};

/** The path of a request, parsed, when one parameter of an operation was sent so. */
function read(
  operation: Operation,
  name: string,
  sent: string,
  deliver: (sent: string) => string,
  base = '/local',
) {
  const resource = operation.route.split(' ')[1]!;
  const fill = (value: string) =>
    resource.replaceAll(/\{(\w+)\}/g, (_, other: string) => (other === name ? value : GOOD));
  const names = [...resource.matchAll(/\{(\w+)\}/g)].map(([, other]) => other!);
  const event = {
    resource,
    path: fill(sent),
    requestContext: { path: `${base}${fill(sent)}` },
    pathParameters: Object.fromEntries(names.map((other) => [other, other === name ? deliver(sent) : GOOD])),
    headers: {},
  } as unknown as APIGatewayProxyEvent;
  return readInput({ path: operation.path }, event).path as Record<string, string>;
}

/** Ways to write something that some layer could take for `a1-b2`, or for nothing at all. */
const BAD: [string, string][] = [
  ['a matrix parameter', `${GOOD};v=2`],
  ['an empty matrix parameter', `${GOOD};`],
  ['a matrix parameter, encoded', `${GOOD}%3Bv=2`],
  ['an encoded letter', '%611-b2'],
  ['an encoded letter, in small digits', 'a1-%62%32'],
  ['an encoded dash', 'a1%2db2'],
  ['an encoded dot', 'a1%2Eb2'],
  ['an encoded slash', 'a1%2Fb2'],
  ['an encoded backslash', 'a1%5Cb2'],
  ['a backslash', 'a1\\b2'],
  ['a way up', '..'],
  ['a way up, encoded', '%2e%2e'],
  ['a way nowhere', '.'],
  ['a way up, encoded twice', '%252e%252e'],
  ['a letter, encoded twice', '%25611-b2'],
  ['a slash, encoded twice', 'a1%252Fb2'],
  ['a blank behind', `${GOOD}%20`],
  ['a blank before', `%20${GOOD}`],
  ['a plain blank', `${GOOD} `],
  ['a line break', `${GOOD}%0a`],
  ['NUL', `${GOOD}%00`],
  ['a percent sign', '%25'],
  ['half an encoding', `${GOOD}%`],
  ['bytes that are no UTF-8', `${GOOD}%ff`],
  ['an overlong encoding', '%c0%ae%c0%ae'],
  ['a query, encoded', `${GOOD}%3Fa=1`],
  ['a fragment, encoded', `${GOOD}%23a`],
  ['letters that look alike', 'а1-b2'],
  ['a wide form', encodeURIComponent('ａ1-b2')],
  ['a letter with its accent apart', encodeURIComponent('e\u0301')],
  ['a letter with its accent', encodeURIComponent('é')],
  ['an invisible mark', encodeURIComponent(`${GOOD}\u200b`)],
  ['a mark that turns text around', encodeURIComponent(`\u202e${GOOD}`)],
  ['a comma', `${GOOD},b3`],
  ['nothing', ''],
  ['too much', 'x'.repeat(129)],
  ['very much', 'x'.repeat(8_000)],
];

describe.each(GATEWAYS)('a path whose parameters come %s', (_, deliver) => {
  it.each(parameters)('%s: there is one way to write it', (_, operation, name) => {
    for (const base of ['/local', '', '/shop/v1'])
      expect(read(operation, name, GOOD, deliver, base)[name]).toBe(GOOD);
    for (const base of ['/local/', '//', '/local//', '/local;v=1', '/local/..'])
      expect(() => read(operation, name, GOOD, deliver, base), base).toThrow(INVALID);
    for (const [what, sent] of BAD) expect(() => read(operation, name, sent, deliver), what).toThrow(INVALID);
  });

  it.each([
    ['auth0|5f7c', 'auth0%7C5f7c'],
    ['a@b', 'a@b'],
    ['a@b', 'a%40b'],
    ['a:b+c=~', 'a:b+c=~'],
  ])('names %s by %s', (id, sent) => {
    const operation = operations.find(({ route }) => route === 'GET /payments/accounts/{customerId}')!;
    expect(read(operation, 'customerId', sent, deliver)).toEqual({ customerId: id });
  });
});

describe('a path that ends in a slash, or has one too many', () => {
  const asked = (resource: string, path: string) =>
    readInput({}, { resource, path, headers: {}, requestContext: { path: `/local${path}` } } as never);

  it.each([
    ['/products', '/products/'],
    ['/products', '//products'],
    ['/health', '/health;'],
    ['/orders/{id}/cancel', '/orders/x//cancel'],
    ['/orders/{id}/cancel', '/orders/x/cancel/'],
    ['/products', '/%70roducts'],
  ])('is no other way to write %s: %s', (resource, path) => {
    expect(() => asked(resource, path)).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it.each(['/', ''])('is one for the root: "%s"', (path) => {
    expect(asked('/', path).path).toBeUndefined();
  });
});

it('tells which parameter it is', () => {
  const operation = {
    ...operations[0]!,
    path: z.object({ sku: z.string() }),
    route: 'GET /x/{sku}',
  } as Operation;
  expect(() => read(operation, 'sku', '%61', (sent) => sent)).toThrow(
    expect.objectContaining({ violations: [expect.objectContaining({ pointer: '/path/sku' })] }),
  );
});
