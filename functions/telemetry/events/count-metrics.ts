import { invocation } from '../../platform/invocation.ts';
import { log } from '../../platform/log.ts';
import { makeCounters } from '../composition.ts';
import { readLogBatch } from '../log-batch.ts';
import { readMetricLine } from '../metric-line.ts';

const counters = makeCounters();

/**
 * Lines of metrics in the functions' logs -> counters. Its own log is not among them (stacks/service/counted-logs.ts): what it
 * writes about what it was told would be told to it.
 *
 * @throws Error when the table does not take it; Lambda comes again with the batch, and what was counted of it is known.
 */
export const handler = invocation('messages', async (event): Promise<{ counted: number }> => {
  const lines = readLogBatch(event).flatMap(({ id, message }) => {
    const line = readMetricLine(message);
    return line ? [{ id, line }] : [];
  });
  const refused = lines.filter(({ line }) => line === 'refused');
  if (refused.length > 0)
    log.warn('lines of metrics cannot be counted', { ids: refused.map(({ id }) => id) });
  return { counted: await counters.add(lines) };
});
