import type * as z from 'zod/mini';
import type { Role } from '../roles.ts';

type Schema = z.core.$ZodType;

/** Statuses of error responses (application/problem+json). */
export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 429 | 503;

/** One way in which an operation answers when all is well. */
export interface Answer {
  description: string;
  /** What the body is parsed with by whoever reads it; none for an answer without a body. */
  body?: Schema;
  /** Response headers beside content-type that a client can rely on, in lower case, with what they say. */
  headers?: Readonly<Record<string, string>>;
  /** application/json unless told. */
  contentType?: string;
  /** Other media types that the same can come in, when Accept asks for one of them. */
  alsoAs?: readonly string[];
  example?: unknown;
}

/**
 * One HTTP operation, as a client can know it. Handlers parse with these very schemas, the OpenAPI document is
 * generated from them, and the tests hold every answer against them: so there is one truth.
 */
export interface Operation {
  /** Method and path as API Gateway has them: `GET /orders/{id}`. */
  route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  /** The name of the operation for generated clients: `getOrder`. */
  id: string;
  summary: string;
  description?: string;
  /** Who may call: anybody, or somebody with a token that holds one of these roles. */
  access: 'public' | readonly Role[];
  path?: Schema;
  query?: Schema;
  body?: Schema;
  bodyExample?: unknown;
  /** Whether it can have an email sent to somebody who has no account to answer for it: that is counted apart. */
  mails?: boolean;
  /** Whether the request must name itself with an Idempotency-Key. */
  idempotent?: boolean;
  /**
   * Whether If-Match and If-None-Match are honoured: the change happens only to the version that the client has seen, or only
   * if there is nothing yet. A GET with an ETag honours them always.
   */
  conditional?: boolean;
  /**
   * Whether a password is given that can be guessed: a Device-Token header is honoured, by which the owner of an account has a count of
   * wrong ones apart from strangers'.
   */
  guessable?: boolean;
  answers: Readonly<Record<number, Answer>>;
  /**
   * What it refuses beside what follows from the rest (400 for input, 401, 403 and 429 for access, 413 and 415 for a
   * body, 409 and 422 for an Idempotency-Key, 412 for conditions, 503 always), with the reason.
   */
  refuses?: Readonly<Partial<Record<ProblemStatus, string>>>;
}

/** Declares an operation; keeps its exact type, from which the handler's types are taken. */
export const operation = <const O extends Operation>(declared: O): O => declared;
