import { beforeAll, describe, expect, it } from 'vitest';
import { COUNTED } from '../../../functions/contracts/metrics.ts';
import { labelSets } from '../../../functions/telemetry/label-sets.ts';
import { sampleOf } from '../../support/metrics-api.ts';
import { shopOutputs } from '../../support/outputs.ts';

/** All that is foreseen whatever is deployed: what has an instance, a consumer or a publisher as a label is not. */
const FORESEEN = labelSets({ instances: [], consumers: [], publishers: [], currency: 'EUR' }).filter(
  ([, sets]) => sets.length > 0,
);

/** It is among the last files: what all others have asked for is counted. */
describe('metrics of all that was asked for', () => {
  let text: string;

  beforeAll(async () => {
    text = await (await fetch(`${shopOutputs().api}/metrics`)).text();
  });

  it('refuse no line', () => {
    expect(sampleOf(text, 'telemetry_lines_total{outcome="refused"}')).toBe(0);
  });

  it.each(FORESEEN)('tell nothing that was not foreseen: %s', (name, sets) => {
    const { labels, type } = COUNTED[name];
    const sample = type === 'histogram' ? `${name}_count` : name;
    const series = (set: readonly string[]) =>
      labels.length === 0
        ? sample
        : `${sample}{${labels.map((label, index) => `${label}="${set[index]}"`).join(',')}}`;
    const foreseen = new Set(sets.map(series));
    const told = text
      .split('\n')
      .filter((line) => line.startsWith(`${sample}{`) || line.startsWith(`${sample} `))
      .map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(told.length).toBeGreaterThanOrEqual(foreseen.size);
    expect(told.filter((one) => !foreseen.has(one))).toEqual([]);
  });
});
