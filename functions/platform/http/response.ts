import type { APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { Operation } from '../../contracts/http/operation.ts';
import { entityTag } from '../preconditions.ts';

/** What a handler answers: one of its operation's answers, with the body that was promised for it. */
export type Reply<O extends Operation> = {
  [S in keyof O['answers'] & number]: {
    status: S;
    body: O['answers'][S] extends { body: infer B extends z.core.$ZodType } ? z.input<B> : undefined;
    headers?: Record<string, string>;
  };
}[keyof O['answers'] & number];

/** 200 with a body. */
export const ok = <B>(body: B, headers?: Record<string, string>) => ({ status: 200 as const, body, headers });

/** 201 with a body and where the new thing is. */
export const created = <B>(body: B, location: string, headers?: Record<string, string>) => ({
  status: 201 as const,
  body,
  headers: { location, ...headers },
});

/** The header that names a version, for If-Match. */
export const etag = (version: number) => ({ etag: entityTag(version) });

/** 202: taken, and done later. */
export const accepted = <B>(body: B, location: string) => ({
  status: 202 as const,
  body,
  headers: { location },
});

/** 202: taken, with what can be said about it now. */
export const taken = <B = undefined>(body?: B) => ({ status: 202 as const, body: body as B });

/** 204: done, and nothing to say. */
export const noContent = (headers?: Record<string, string>) => ({
  status: 204 as const,
  body: undefined,
  headers,
});

/** The reply as API Gateway takes it. A body that is text in another type than JSON goes as it is. */
export function toProxyResult(
  { status, body, headers }: { status: number; body: unknown; headers?: Record<string, string> },
  contentType = 'application/json',
): APIGatewayProxyResult {
  if (body === undefined) return { statusCode: status, headers: { ...headers }, body: '' };
  const text = contentType === 'application/json' ? JSON.stringify(body) : String(body);
  return { statusCode: status, headers: { 'content-type': contentType, ...headers }, body: text };
}
