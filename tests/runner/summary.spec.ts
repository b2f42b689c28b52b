import { describe, expect, it } from 'vitest';
import { summaryLines } from './summary.ts';
import { countsOf } from './vitest.ts';

describe('summaryLines', () => {
  it('ends with the sums, alone on a line', () => {
    const lines = summaryLines([
      { title: 'types', passed: 1, failed: 0, output: 'fine', durationMs: 2500 },
      { title: 'unit tests', passed: 40, failed: 2, output: 'two are broken', durationMs: 900 },
    ]);
    expect(lines.at(-1)).toBe('41 passed, 2 failed');
    expect(lines.at(-2)).toBe('');
    expect(lines).toContain('    2.5 s  types: 1 passed');
    expect(lines).toContain('    0.9 s  unit tests: 40 passed, 2 failed');
    expect(lines).toContain('two are broken');
    expect(lines).not.toContain('fine');
  });

  it('names the slowest files of all parts, the slowest first', () => {
    const files = (part: string, ...durations: number[]) =>
      durations.map((durationMs) => ({ file: `${part}-${durationMs}`, durationMs }));
    const part = { passed: 1, failed: 0, output: '' };
    const lines = summaryLines([
      { ...part, files: files('unit', 20, 1_500) },
      { ...part },
      { ...part, files: files('e2e', ...Array.from({ length: 12 }, (_, at) => 10_000 + at)) },
    ]);
    const from = lines.indexOf('the slowest files');
    expect(lines.slice(from, from + 13)).toEqual([
      'the slowest files',
      ...Array.from({ length: 10 }, (_, at) => `   10.0 s  e2e-${10_011 - at}`),
      '',
      expect.stringContaining('1 passed'),
    ]);
    expect(summaryLines([{ ...part, files: files('unit', 20) }])).not.toContain('the slowest files');
  });

  it('names what was skipped, and why', () => {
    const skipped = 'there is no Go on this machine';
    const lines = summaryLines([
      { title: 'the real engine', passed: 0, failed: 0, output: '', skipped, durationMs: 100 },
    ]);
    expect(lines).toContain('    0.1 s  the real engine: skipped, because there is no Go on this machine');
  });
});

describe('countsOf', () => {
  const passed = { status: 'passed' };
  const failed = { status: 'failed' };
  it.each([
    [
      'all is well',
      [{ status: 'passed', assertionResults: [passed, passed] }],
      2,
      0,
      { passed: 2, failed: 0 },
    ],
    [
      'a test failed',
      [{ status: 'failed', assertionResults: [passed, failed] }],
      1,
      1,
      { passed: 1, failed: 1 },
    ],
    [
      'a file could not be loaded',
      [{ status: 'failed', assertionResults: [] }],
      0,
      0,
      { passed: 0, failed: 1 },
    ],
    [
      'an afterAll failed',
      [{ status: 'failed', assertionResults: [passed] }],
      1,
      0,
      { passed: 1, failed: 1 },
    ],
  ])('%s', (_, testResults, numPassedTests, numFailedTests, counts) => {
    expect(countsOf({ numPassedTests, numFailedTests, testResults })).toEqual(counts);
  });
});
