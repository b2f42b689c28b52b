import { describe, expect, it } from 'vitest';
import { autoName } from './naming.ts';

const urn = 'urn:pulumi:local::shop::aws:sqs/queue:Queue::Mail';

describe('autoName', () => {
  it('is the name and seven digits, the same at each call', () => {
    const name = autoName({ property: 'name', max: 80 }, { urn, name: 'Mail' });
    expect(name).toMatch(/^Mail-[0-9a-f]{7}$/);
    expect(autoName({ property: 'name', max: 80 }, { urn, name: 'Mail' })).toBe(name);
  });

  it('differs by stage and by generation', () => {
    const rule = { property: 'name', max: 80 };
    const names = [
      autoName(rule, { urn, name: 'Mail' }),
      autoName(rule, { urn: urn.replace('local', 'test-1'), name: 'Mail' }),
      autoName(rule, { urn, name: 'Mail', generation: 'Mail-1234567' }),
    ];
    expect(new Set(names).size).toBe(3);
  });

  it.each([
    [{ property: 'name', max: 20 }, {}, /^ALongNameOfA-[0-9a-f]{7}$/],
    [{ property: 'bucket', max: 63, lower: true }, {}, /^alongnameofaqueue-[0-9a-f]{7}$/],
    [
      {
        property: 'name',
        max: 20,
        suffix: (inputs: Record<string, unknown>) => (inputs.fifo ? '.fifo' : ''),
      },
      { fifo: true },
      /^ALongNa-[0-9a-f]{7}\.fifo$/,
    ],
  ])('keeps within what AWS allows: %j', (rule, inputs, pattern) => {
    const name = autoName(rule, { urn, name: 'ALongNameOfAQueue', inputs });
    expect(name).toMatch(pattern);
    expect(name.length).toBeLessThanOrEqual(rule.max);
  });
});
