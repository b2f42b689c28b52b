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
