import type { HealthRecord } from '@serverless-orders/resilience/discovery';
import { describe, expect, it } from 'vitest';
import { nextHealth } from './next-health.ts';

/** What is known after each of these health checks: + answered, - failed. */
function after(checks: string): HealthRecord[] {
  const records: HealthRecord[] = [];
  for (const [index, check] of [...checks].entries()) {
    const failure = check === '-' ? `failure ${index}` : undefined;
    records.push(nextHealth(records.at(-1), { failure }, `2026-01-01T00:0${index}:00.000Z`));
  }
  return records;
}

describe('nextHealth', () => {
  it.each([
    ['+', 'healthy'],
    ['-', 'degraded'],
    ['--', 'degraded degraded'],
    ['---', 'degraded degraded down'],
    ['+--+--', 'healthy degraded degraded healthy degraded degraded'],
    ['---+', 'degraded degraded down down'],
    ['---++', 'degraded degraded down down healthy'],
    ['---+-+', 'degraded degraded down down down down'],
    ['---++-', 'degraded degraded down down healthy degraded'],
  ])('%s', (checks, statuses) => {
    expect(
      after(checks)
        .map(({ status }) => status)
        .join(' '),
    ).toBe(statuses);
  });

  it('says why, and since when', () => {
    const [first, second, third, fourth, fifth, sixth] = after('+---++');
    expect(first).toMatchObject({ since: '2026-01-01T00:00:00.000Z' });
    expect(first).not.toHaveProperty('reason');
    expect([second, third]).toMatchObject([
      { since: '2026-01-01T00:01:00.000Z', reason: 'failure 1' },
      { since: '2026-01-01T00:01:00.000Z', reason: 'failure 2' },
    ]);
    expect([fourth, fifth]).toMatchObject([
      { since: '2026-01-01T00:03:00.000Z', reason: 'failure 3' },
      { since: '2026-01-01T00:03:00.000Z', reason: 'failure 3' },
    ]);
    expect(sixth).toMatchObject({ since: '2026-01-01T00:05:00.000Z', checkedAt: '2026-01-01T00:05:00.000Z' });
  });
});
