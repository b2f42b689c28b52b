import { invocation } from '../../platform/invocation.ts';
import { log } from '../../platform/log.ts';
import { makeCounters } from '../composition.ts';
import { readLogBatch } from '../log-batch.ts';
import { readMetricLine } from '../metric-line.ts';

const counters = makeCounters();

/**
 * Metric lines in the functions' logs -> counters. Its own log has no subscription (stacks/service/counted-logs.ts), since
 * each invocation would cause the next.
 *
 * @throws Error when the table does not answer: Lambda invokes it again with the same batch, and lines that were counted are skipped.
 */
export const handler = invocation('messages', async (event): Promise<{ counted: number }> => {
  const lines = readLogBatch(event).flatMap(({ id, moment, message }) => {
    const line = readMetricLine(message);
    return line ? [{ id, moment, line }] : [];
  });
  const refused = lines.filter(({ line }) => line === 'refused');
  if (refused.length > 0)
    log.warn('lines of metrics cannot be counted', { ids: refused.map(({ id }) => id) });
  return { counted: await counters.add(lines) };
});
