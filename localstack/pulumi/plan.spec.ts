import { describe, expect, it } from 'vitest';
import { changedProperties, plan, withIgnoredChanges } from './plan.ts';
import { defineKind } from './providers/kind.ts';
import type { Resource } from './resource.ts';
import { type Properties, UNKNOWN } from './values.ts';

const make = async () => ({ id: 'x' });
const update = async () => ({});
const goal = { replaceOnChanges: [], propertyDependencies: {} };
const queue = defineKind({
  inputs: ['name', 'delay'],
  noEffect: ['tags'],
  replaceOn: ['name'],
  name: { property: 'name', max: 80 },
  create: make,
  update,
});
const saved = (inputs: Properties): Resource => ({
  urn: 'urn:a',
  type: 'aws:sqs/queue:Queue',
  custom: true,
  id: 'a',
  inputs,
  outputs: {},
});

describe('plan', () => {
  it.each([
    ['nothing is saved', undefined, { name: 'a' }, 'create'],
    ['nothing changed', { name: 'a', delay: 1 }, { delay: 1, name: 'a' }, 'same'],
    ['only what has no effect changed', { name: 'a' }, { name: 'a', tags: { x: '1' } }, 'same'],
    ['something changed', { name: 'a' }, { name: 'a', delay: 1 }, 'update'],
    ['something was dropped', { name: 'a', delay: 1 }, { name: 'a' }, 'update'],
    ['something that cannot be changed did', { name: 'a' }, { name: 'b' }, 'replace'],
  ])('when %s', (_what, before, inputs, op) => {
    expect(plan({ kind: queue, goal, inputs, saved: before && saved(before) }).op).toBe(op);
  });

  it('replaces whatever changed in a kind that has no update', () => {
    const kind = defineKind({ inputs: ['a'], create: make });
    expect(plan({ kind, goal, inputs: { a: 2 }, saved: saved({ a: 1 }) })).toMatchObject({
      op: 'replace',
      replacing: ['a'],
    });
  });

  it('updates again what an interrupted command may have updated', () => {
    const inputs = { name: 'a', delay: 1, tags: 'x' };
    const decision = plan({ kind: queue, goal, inputs, saved: saved(inputs), interrupted: true });
    expect(decision).toMatchObject({ op: 'update', changed: ['delay'] });
  });

  it.each([
    ['names differ', { name: 'a', fixed: 1 }, { name: 'b', fixed: 2 }, {}, false],
    ['the name stays', { name: 'a', fixed: 1 }, { name: 'a', fixed: 2 }, {}, true],
    [
      'the program says so',
      { name: 'a', fixed: 1 },
      { name: 'b', fixed: 2 },
      { deleteBeforeReplace: true },
      true,
    ],
    [
      'the program forbids it',
      { name: 'a', fixed: 1 },
      { name: 'a', fixed: 2 },
      { deleteBeforeReplace: false },
      false,
    ],
  ])('deletes before it creates when %s', (_what, before, inputs, options, deleteFirst) => {
    const kind = defineKind({ ...queue, replaceOn: ['fixed', 'name'] });
    const decision = plan({ kind, goal: { ...goal, ...options }, inputs, saved: saved(before) });
    expect(decision).toMatchObject({ op: 'replace', deleteFirst });
  });

  it('asks the kind what AWS keeps unique', () => {
    const kind = defineKind({
      inputs: ['api', 'path', 'key'],
      create: make,
      identity: ({ api, path }: { api: string; path: string }) => `${api}/${path}`,
    });
    const from = saved({ api: '1', path: 'a', key: 1 });
    expect(plan({ kind, goal, inputs: { api: '1', path: 'a', key: 2 }, saved: from }).deleteFirst).toBe(true);
    expect(plan({ kind, goal, inputs: { api: '1', path: 'b', key: 1 }, saved: from }).deleteFirst).toBe(
      false,
    );
  });

  it('replaces a resource when a property in replaceOnChanges differs', () => {
    const wanted = { ...goal, replaceOnChanges: ['delay'] };
    expect(plan({ kind: queue, goal: wanted, inputs: { delay: 2 }, saved: saved({ delay: 1 }) }).op).toBe(
      'replace',
    );
  });
});

describe('withIgnoredChanges', () => {
  it.each<[string[], Properties, Properties | undefined, Properties]>([
    [['name'], { name: 'b', delay: 1 }, { name: 'a' }, { name: 'a', delay: 1 }],
    [['name'], { name: 'b' }, undefined, { name: 'b' }],
    [['name'], { name: 'b' }, {}, {}],
    [
      ['tags.owner'],
      { tags: { owner: 'x', team: 'y' } },
      { tags: { owner: 'z' } },
      { tags: { owner: 'z', team: 'y' } },
    ],
    [['list[0]'], { list: ['b', 'c'] }, { list: ['a'] }, { list: ['a', 'c'] }],
    [['a.b.c'], { a: 1 }, { a: { b: { c: 2 } } }, { a: 1 }],
    [['*'], { name: 'b' }, { name: 'a', delay: 1 }, { name: 'a', delay: 1 }],
  ])('%j', (ignored, inputs, before, result) => {
    expect(withIgnoredChanges(inputs, before, ignored)).toEqual(result);
  });
});

it('lists properties that are not known yet as changed', () => {
  expect(changedProperties({ a: 'x', b: 1 }, { a: UNKNOWN, b: 1 })).toEqual(['a']);
});
