import { OPERATIONS } from '../http/operations.ts';
import { Problem } from '../http/problem.ts';
import { sharedErrorResponses } from './error-responses.ts';
import { describeOperation } from './operation.ts';
import { Components, type JsonSchema } from './schemas.ts';

const DESCRIPTION = [
  'The order system of a shop. An order is placed at once and settled soon after: stock is reserved, money is charged,',
  'or both are given back.',
  '',
  'Money is an integer in minor units with its currency. Times are RFC 3339 in UTC. Ids are opaque. Lists come in',
  'pages: `next` is the cursor of the next one, null at the end. Every error response is application/problem+json (RFC 9457).',
].join('\n');

const PARAMETERS: Record<string, JsonSchema> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'Names this request, so that it can be sent again: the same key with the same body gets the first answer again, for 24 hours. Keys are yours alone.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
    example: '5a1c8c2e-6f0b-4a64-9a6f-0c8f1a0e6f11',
  },
  DeviceToken: {
    name: 'Device-Token',
    in: 'header',
    description:
      'What an answer to a right password gave in this header, and the device has kept: while others guess at the password, this device does not wait with them.',
    schema: { type: 'string', maxLength: 256 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      'ETags of versions that you have seen, with commas in between: it is done only if it is one of those; 412 otherwise. * stands for any that there is.',
    schema: { type: 'string' },
    example: '"7"',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description:
      'ETags of versions that you have, with commas in between: if it is still one of those, a read is answered with 304, a change with 412. * stands for any that there is: PUT creates then, and never overwrites.',
    schema: { type: 'string' },
    example: '"7"',
  },
};

const RESPONSES: Record<string, JsonSchema> = {
  NotModified: {
    description: 'It is as you have it',
    headers: { ETag: { description: 'The version', required: true, schema: { type: 'string' } } },
  },
};

const HEADERS: Record<string, JsonSchema> = {
  RetryAfter: {
    description: 'Seconds until it makes sense to come again',
    required: true,
    schema: { type: 'integer', minimum: 0 },
  },
};

/** The order in which OpenAPI names methods. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'];

/**
 * The OpenAPI 3.1 document of the whole API, from nothing but the operations. The same operations give the same
 * document, whatever order they are declared in, so that it can be compared as text.
 *
 * The server is where the document is: `/openapi.json` replaces it by the stage's own address.
 */
export function openApiDocument(): JsonSchema {
  const components = new Components();
  components.describe(Problem);
  const routes = Object.entries(OPERATIONS)
    .flatMap(([service, operations]) =>
      operations.map((operation) => {
        const [method = '', path = ''] = operation.route.split(' ');
        return { method, path, described: describeOperation(service, operation, components) };
      }),
    )
    .sort((a, b) => compare(a.path, b.path) || METHODS.indexOf(a.method) - METHODS.indexOf(b.method));
  const paths: Record<string, JsonSchema> = {};
  for (const { method, path, described } of routes) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: described };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Shop',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '.' }],
    tags: Object.keys(OPERATIONS).map((name) => ({ name })),
    paths,
    components: {
      schemas: components.schemas,
      responses: { ...RESPONSES, ...sharedErrorResponses() },
      parameters: PARAMETERS,
      headers: HEADERS,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The accessToken of POST /auth/token. Its roles say what it opens.',
        },
      },
    },
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
