import * as z from 'zod/mini';
import { operation } from './operation.ts';

export const getMetrics = operation({
  route: 'GET /metrics',
  id: 'getMetrics',
  summary: 'Metrics of the whole stage, for Prometheus',
  description:
    'Prometheus text, or OpenMetrics 1.0 when Accept names it. Behind a scrape token (`Authorization: Bearer`) wherever the stage is not on a machine of one’s own.',
  access: 'public',
  answers: {
    200: {
      description: 'Every series, those that were never counted at 0',
      body: z.string(),
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      alsoAs: ['application/openmetrics-text; version=1.0.0; charset=utf-8'],
    },
  },
  refuses: { 401: 'No scrape token, or not the one of the stage' },
});
