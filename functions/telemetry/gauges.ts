import { within } from '@serverless-orders/resilience/within';
import { log } from '../platform/log.ts';
import type { Measured } from './exposition.ts';

/** Something that gauges are read from. */
export interface GaugeSource {
  name: string;
  read: () => Promise<Measured[]>;
}

/** How long a source may take, in ms: a scrape has ten seconds, and one slow source must not cost the others. */
const LIMIT_MS = 2_000;

/** Reads all sources at once. One that fails, or does not answer in time, has `telemetry_source_up` 0 and no gauges. */
export async function readGauges(sources: readonly GaugeSource[], limitMs = LIMIT_MS): Promise<Measured[]> {
  const read = await Promise.all(sources.map((source) => readSource(source, limitMs)));
  return read.flat();
}

async function readSource({ name, read }: GaugeSource, limitMs: number): Promise<Measured[]> {
  const up = (value: number): Measured => ({ name: 'telemetry_source_up', labels: [name], value });
  try {
    const measured = await within(Promise.resolve().then(read), limitMs);
    if (measured) return [...measured, up(1)];
    log.warn('gauges not read in time', { source: name, limitMs });
  } catch (thrown) {
    log.error('gauges not read', thrown, { source: name });
  }
  return [up(0)];
}
