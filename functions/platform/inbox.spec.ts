import { describe, expect, it } from 'vitest';
import { firstTime, sequenceField, unlessKnown } from './inbox.ts';
import { ConditionFailed } from './table.ts';

const failing = (...labels: string[]) =>
  Promise.reject(new ConditionFailed(new Map(labels.map((label) => [label, undefined]))));

describe('unlessKnown', () => {
  it('says that it took effect', async () => {
    expect(await unlessKnown(async () => {})).toBe(true);
  });

  it.each([['seen'], ['stale']])('says that it did not: %s', async (label) => {
    expect(await unlessKnown(() => failing(label))).toBe(false);
  });

  it.each([
    ['another condition', () => failing('stock')],
    ['a fault', () => Promise.reject(new Error('table is away'))],
  ])('passes on %s', async (_, call) => {
    await expect(unlessKnown(call)).rejects.toThrow();
  });
});

describe('firstTime', () => {
  it('remembers an event for thirty days', () => {
    const write = firstTime('e');
    const days = ('put' in write ? Number(write.put.expiresAt) - Date.now() / 1000 : 0) / (24 * 60 * 60);
    expect(days).toBeCloseTo(30, 3);
  });
});

describe('sequenceField', () => {
  it.each([
    [undefined, 'sequence'],
    ['contact', 'contactSequence'],
  ])('of the part %s is %s', (part, field) => {
    expect(sequenceField(part)).toBe(field);
  });
});
