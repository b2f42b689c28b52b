import { within } from '@serverless-orders/resilience/within';
import { log } from '../platform/log.ts';
import type { Measured } from './exposition.ts';

/** Something that gauges are read from. */
export interface GaugeSource {
  name: string;
  read: () => Promise<Measured[]>;
}

/** No source may take longer, in ms: a scrape has ten seconds, and what is known of the rest is worth more than all of it late. */
const LIMIT_MS = 2_000;

/** Reads all sources side by side. One that does not answer in time, or fails, says so in `telemetry_source_up` and nothing else. */
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
