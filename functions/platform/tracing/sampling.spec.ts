import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { newTraceId } from './ids.ts';
import { isSampled, readSampler, SAMPLERS } from './sampling.ts';

const traceId = '5759e988bd862e3fe1be46a994272793';

describe('isSampled', () => {
  it.each(SAMPLERS)('follows the caller: %s', (sampler) => {
    const others = fc.record({
      lambda: fc.option(fc.boolean(), { nil: undefined }),
      ratio: fc.double({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(fc.boolean(), others, (parent, { lambda, ratio }) => {
        expect(isSampled({ sampler, ratio }, { parent, lambda, traceId })).toBe(parent);
      }),
    );
  });

  it.each([
    ['xray', true, true],
    ['xray', false, false],
    ['xray', undefined, true],
    ['parentbased_always_on', false, true],
    ['parentbased_always_off', true, false],
  ] as const)('%s, where Lambda says %s: %s', (sampler, lambda, expected) => {
    expect(isSampled({ sampler, ratio: 0.5 }, { lambda, traceId })).toBe(expected);
  });

  it('takes the share that the ratio says, and always the same traces', () => {
    const sampler = 'parentbased_traceidratio';
    const ids = Array.from({ length: 20_000 }, newTraceId);
    const chosen = (ratio: number) =>
      ids.filter((id) => isSampled({ sampler, ratio }, { traceId: id, lambda: false }));
    for (const ratio of [0.1, 0.5, 0.9])
      expect(Math.abs(chosen(ratio).length / ids.length - ratio)).toBeLessThan(0.02);
    expect(chosen(0)).toEqual([]);
    expect(chosen(1)).toEqual(ids);
    const half = new Set(chosen(0.5));
    expect(chosen(0.1).every((id) => half.has(id))).toBe(true);
  });

  it.each([
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER', 'always_on'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', '-1'],
  ])('stops a function whose %s is %s', async (variable, value) => {
    vi.stubEnv(variable, value);
    vi.resetModules();
    await expect(import('./entry.ts')).rejects.toThrow(`${variable} is "${value}"`);
    vi.unstubAllEnvs();
  });

  it.each<[NodeJS.ProcessEnv, object]>([
    [{}, { sampler: 'xray', ratio: 1 }],
    [
      { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
      { sampler: 'parentbased_traceidratio', ratio: 0.25 },
    ],
  ])('reads %j', (environment, expected) => expect(readSampler(environment)).toEqual(expected));
});
