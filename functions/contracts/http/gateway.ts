import * as z from 'zod/mini';
import { operation } from './operation.ts';
import { named } from './schemas.ts';

export const getHealth = operation({
  route: 'GET /health',
  id: 'getHealth',
  summary: 'Whether the door answers, and how the services behind it are',
  description:
    'As they were found within the last minute. Degraded: a part of it does not answer, the rest does.',
  access: 'public',
  answers: {
    200: {
      description: 'The door answers',
      body: named(
        'Health',
        z.strictObject({
          status: z.enum(['ok', 'degraded']),
          services: z.record(z.string(), z.enum(['ok', 'degraded', 'down'])),
        }),
      ),
      example: { status: 'ok', services: { users: 'ok', orders: 'ok' } },
    },
  },
});

/** What both answers say beside their body: they may be kept for a while, and asked for again cheaply. */
const KEPT = {
  etag: 'The version; the same in If-None-Match gives 304',
  'cache-control': 'How long it may be kept',
};

export const getOpenApi = operation({
  route: 'GET /openapi.json',
  id: 'getOpenApi',
  summary: 'This document',
  access: 'public',
  answers: {
    200: {
      description: 'OpenAPI 3.1',
      body: z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }),
      headers: KEPT,
    },
  },
});

export const getDocs = operation({
  route: 'GET /docs',
  id: 'getDocs',
  summary: 'This document, for people',
  access: 'public',
  answers: {
    200: {
      description: 'A page that loads nothing else',
      body: z.string(),
      contentType: 'text/html; charset=utf-8',
      headers: { ...KEPT, 'content-security-policy': 'Forbids scripts and any other address' },
    },
  },
});
