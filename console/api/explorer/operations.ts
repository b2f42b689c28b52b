import { readFileSync } from 'node:fs';
import { inRoot } from '../../../paths.ts';

/** An operation of the shop's API, as somebody who tries it needs it. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  /** The service that it is of. */
  tag: string;
  summary: string;
  description?: string;
  /** Who may: any of these; anybody when there is none. */
  roles: string[];
  parameters: Parameter[];
  /** The example of its body; undefined for one that takes none. */
  body?: string;
  statuses: { status: string; means: string }[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  /** What it may be, in short: `integer 1 to 100, 20 unless given`. */
  takes: string;
  options?: string[];
  example?: string;
}

interface Schema {
  type?: string;
  format?: string;
  pattern?: string;
  enum?: (string | number)[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

interface Ref {
  $ref?: string;
}

interface DescribedParameter extends Ref {
  name: string;
  in: Parameter['in'];
  required?: boolean;
  description?: string;
  schema?: Schema;
  example?: unknown;
}

interface Media {
  example?: unknown;
}

interface Described {
  operationId: string;
  tags?: string[];
  summary?: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: DescribedParameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Ref & { description?: string; content?: Record<string, Media> }>;
}

/** An OpenAPI document, as far as it is read here: the shop's own, which is made of its contracts. */
export interface ApiDocument {
  paths: Record<string, Record<string, Described>>;
}

/** What the shop's own document says. */
export const shopDocument = (): ApiDocument =>
  JSON.parse(readFileSync(inRoot('functions', 'contracts', 'openapi.json'), 'utf8')) as ApiDocument;

/** Every operation, with all references followed. */
export const operationsIn = (document: ApiDocument): Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(document, path, method, described)),
  );

function operationOf(document: ApiDocument, path: string, method: string, described: Described): Operation {
  const examples = examplesIn(document, described);
  const body = Object.values(described.requestBody?.content ?? {})[0];
  return {
    id: described.operationId,
    method: method.toUpperCase(),
    path,
    tag: described.tags?.[0] ?? 'other',
    summary: described.summary ?? described.operationId,
    ...(described.description && { description: described.description }),
    roles: (described.security ?? []).flatMap((one) => Object.values(one).flat()),
    parameters: (described.parameters ?? []).map((one) => parameterOf(resolved(document, one), examples)),
    ...(body && { body: JSON.stringify(body.example ?? {}, null, 2) }),
    statuses: Object.entries(described.responses).map(([status, one]) => ({
      status,
      means: resolved(document, one).description ?? '',
    })),
  };
}

function parameterOf(described: DescribedParameter, examples: ReadonlyMap<string, string>): Parameter {
  const { name, schema = {}, description } = described;
  const example = described.example ?? (described.in === 'path' ? examples.get(name) : undefined);
  return {
    name,
    in: described.in,
    required: described.required ?? described.in === 'path',
    ...(description && { description }),
    takes: inWords(schema),
    ...(schema.enum && { options: schema.enum.map(String) }),
    ...(example !== undefined && { example: String(example) }),
  };
}

function inWords({ type = 'text', format, minimum, maximum, maxLength, default: usual }: Schema): string {
  const parts = [
    format ?? (type === 'string' ? 'text' : type),
    minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : '',
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
    usual === undefined ? '' : `${String(usual)} unless given`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** What the fields of the good answers' examples are: the parameter of that name has an example by it. */
function examplesIn(document: ApiDocument, { responses }: Described): Map<string, string> {
  const found = new Map<string, string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, one] of Object.entries(value)) {
      if (typeof one === 'object') look(one);
      else if (!found.has(key)) found.set(key, String(one));
    }
  };
  for (const [status, response] of Object.entries(responses))
    if (status.startsWith('2'))
      for (const { example } of Object.values(resolved(document, response).content ?? {})) look(example);
  return found;
}

/** What a reference within the document stands for. */
function resolved<T extends Ref>(document: ApiDocument, value: T): T {
  if (value.$ref === undefined) return value;
  let found: unknown = document;
  for (const part of value.$ref.replace('#/', '').split('/'))
    found = (found as Record<string, unknown>)[part];
  return found as T;
}
