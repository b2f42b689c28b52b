import type * as z from 'zod/mini';
import { errorResponsesOf, hasTag } from '../http/error-responses-of.ts';
import type { Answer, Operation } from '../http/operation.ts';
import { errorResponseOf } from './error-responses.ts';
import type { Components, JsonSchema } from './schemas.ts';

/** `Retry-After` for `retry-after`, and `ETag` for `etag`: as RFC 9110 writes them. */
const headerName = (name: string) =>
  name === 'etag' ? 'ETag' : name.replaceAll(/(^|-)[a-z]/g, (first) => first.toUpperCase());

/** Path or query: one parameter for each property of the schema. */
function parameters(
  place: 'path' | 'query',
  schema: z.core.$ZodType | undefined,
  components: Components,
): JsonSchema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = components.describe(schema) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, described]) => {
    const { description, ...rest } = described;
    return {
      name,
      in: place,
      ...(typeof description === 'string' && { description }),
      ...(required.includes(name) && { required: true }),
      schema: rest,
    };
  });
}

function answer(described: Answer, components: Components): JsonSchema {
  const {
    description,
    body,
    headers = {},
    contentType = 'application/json',
    alsoAs = [],
    example,
  } = described;
  const content = body && { schema: components.describe(body), ...(example !== undefined && { example }) };
  return {
    description,
    ...(Object.keys(headers).length > 0 && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [
          headerName(name),
          { description: text, required: true, schema: { type: 'string' } },
        ]),
      ),
    }),
    ...(content && {
      content: Object.fromEntries([contentType, ...alsoAs].map((type) => [type, content])),
    }),
  };
}

/** One operation as OpenAPI has it. */
export function describeOperation(service: string, operation: Operation, components: Components): JsonSchema {
  const { id, summary, description, access, path, query, body, bodyExample, answers } = operation;
  const all = [
    ...parameters('path', path, components),
    ...parameters('query', query, components),
    ...(operation.idempotent ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(operation.conditional || hasTag(operation)
      ? [{ $ref: '#/components/parameters/IfMatch' }, { $ref: '#/components/parameters/IfNoneMatch' }]
      : []),
    ...(operation.guessable ? [{ $ref: '#/components/parameters/DeviceToken' }] : []),
  ];
  return {
    operationId: id,
    tags: [service],
    summary,
    ...(description && { description }),
    // Each entry is one way in. OpenAPI 3.1 lets roles stand where OAuth has its scopes.
    security: access === 'public' ? [] : access.map((role) => ({ token: [role] })),
    ...(all.length > 0 && { parameters: all }),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: components.describe(body), example: bodyExample } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, described]) => [status, answer(described, components)]),
      ),
      ...(hasTag(operation) && { 304: { $ref: '#/components/responses/NotModified' } }),
      ...Object.fromEntries(
        [...errorResponsesOf(operation)].map(([status, reason]) => [status, errorResponseOf(status, reason)]),
      ),
    },
  };
}
