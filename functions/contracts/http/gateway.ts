import * as z from 'zod/mini';
import { operation } from './operation.ts';
import { named } from './schemas.ts';

export const getHealth = operation({
  route: 'GET /health',
  id: 'getHealth',
  summary: 'Whether the door answers',
  access: 'public',
  answers: {
    200: {
      description: 'It does',
      body: named('Health', z.strictObject({ status: z.literal('ok') })),
      example: { status: 'ok' },
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
