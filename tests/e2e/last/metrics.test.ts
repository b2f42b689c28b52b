import { describe, expect, it } from 'vitest';
import { labelSets } from '../../../functions/telemetry/label-sets.ts';
import { sampleOf } from '../../support/metrics-api.ts';
import { shopOutputs } from '../../support/outputs.ts';

/** It is among the last files: what all others have asked for is counted. */
describe('metrics of all that was asked for', () => {
  it('refuse no line, and tell no request that was not foreseen', async () => {
    const text = await (await fetch(`${shopOutputs().api}/metrics`)).text();
    expect(sampleOf(text, 'telemetry_lines_total{outcome="refused"}')).toBe(0);
    const foreseen = new Set(
      new Map(labelSets({ instances: [], consumers: [], publishers: [], currency: 'EUR' }))
        .get('http_requests_total')!
        .map(
          ([service, method, path, status]) =>
            `http_requests_total{service="${service}",method="${method}",path="${path}",status="${status}"}`,
        ),
    );
    const told = text.split('\n').filter((line) => line.startsWith('http_requests_total{'));
    expect(told.length).toBeGreaterThanOrEqual(foreseen.size);
    expect(told.filter((line) => !foreseen.has(line.slice(0, line.lastIndexOf(' '))))).toEqual([]);
  });
});
