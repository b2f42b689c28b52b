import { describe, expect, it } from 'vitest';
import { emptySnapshot } from './checkpoint.ts';
import type { Resource } from './resource.ts';
import { type Entry, inOrder, replay, State } from './state.ts';

const resource = (urn: string, more: Partial<Resource> = {}): Resource => ({
  urn,
  type: 't',
  custom: true,
  id: `${urn}-id`,
  inputs: {},
  outputs: {},
  ...more,
});
const begin = (type: 'creating' | 'updating' | 'deleting', one: Resource): Entry => ({
  kind: 'begin',
  operation: { type, resource: one },
});
const done = (one: Resource): Entry => ({ kind: 'done', resource: one, finished: true });

describe('State', () => {
  it('records every entry before it takes effect', () => {
    const told: Entry[] = [];
    const state = new State(emptySnapshot(), (entry) => {
      expect(state.all()).toEqual([]);
      told.push(entry);
    });
    state.apply(done(resource('a')));
    expect(told).toEqual([done(resource('a'))]);
    expect(state.get('a')?.id).toBe('a-id');
  });
});

describe('replay', () => {
  const start = { ...emptySnapshot(), resources: [resource('a')] };

  it.each<[string, Entry[], { resources: string[]; pending: string[] }]>([
    [
      'a create that was not confirmed',
      [begin('creating', resource('b'))],
      { resources: ['a'], pending: ['b'] },
    ],
    [
      'a create',
      [begin('creating', resource('b')), done(resource('b'))],
      { resources: ['a', 'b'], pending: [] },
    ],
    [
      'an update that was not confirmed',
      [begin('updating', resource('a'))],
      { resources: ['a'], pending: ['a'] },
    ],
    [
      'a delete that was not confirmed',
      [begin('deleting', resource('a'))],
      { resources: ['a'], pending: ['a'] },
    ],
    [
      'a delete',
      [begin('deleting', resource('a')), { kind: 'deleted', key: 'a' }],
      { resources: [], pending: [] },
    ],
    [
      'a create that was cleared up',
      [begin('creating', resource('b')), { kind: 'settled', key: 'b' }],
      { resources: ['a'], pending: [] },
    ],
    [
      'a replacement: the old one waits for its deletion',
      [
        begin('creating', resource('a', { id: 'new' })),
        { kind: 'replaced', urn: 'a' },
        done(resource('a', { id: 'new' })),
      ],
      { resources: ['a (a-id, replaced)', 'a'], pending: [] },
    ],
    [
      'the deletion of what was replaced',
      [
        { kind: 'replaced', urn: 'a' },
        done(resource('a', { id: 'new' })),
        { kind: 'deleted', key: 'a#a-id' },
      ],
      { resources: ['a'], pending: [] },
    ],
  ])('%s', (_what, entries, expected) => {
    const end = replay(start, entries);
    const shown = end.resources.map((one) => (one.delete ? `${one.urn} (${one.id}, replaced)` : one.urn));
    expect({ resources: shown, pending: end.pending.map((one) => one.resource.urn) }).toEqual(expected);
  });
});

describe('inOrder', () => {
  it('puts each resource after those it needs, and keeps the order otherwise', () => {
    const c = resource('c', { dependencies: ['b'] });
    const b = resource('b', { parent: 'a' });
    const a = resource('a');
    const d = resource('d');
    expect(inOrder([d, c, b, a]).map(({ urn }) => urn)).toEqual(['d', 'a', 'b', 'c']);
  });

  it('does not hang on a cycle', () => {
    const a = resource('a', { dependencies: ['b'] });
    const b = resource('b', { dependencies: ['a'] });
    expect(inOrder([a, b])).toHaveLength(2);
  });
});
