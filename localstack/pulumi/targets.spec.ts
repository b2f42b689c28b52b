import { describe, expect, it } from 'vitest';
import { Targets } from './targets.ts';

const resource = (urn: string, parent?: string, dependencies: string[] = []) => ({
  urn,
  parent,
  dependencies,
});

describe('Targets', () => {
  it('are everything when none is named', () => {
    expect(new Targets().includes(resource('a'))).toBe(true);
  });

  it('include their children and dependents', () => {
    const targets = new Targets({ targets: ['component'] });
    const declared = [
      resource('other'),
      resource('component'),
      resource('child', 'component'),
      resource('grandchild', 'child'),
      resource('dependent', 'other', ['grandchild']),
      resource('sibling', 'other', ['other']),
    ];
    expect(declared.filter((one) => targets.includes(one)).map(({ urn }) => urn)).toEqual([
      'component',
      'child',
      'grandchild',
      'dependent',
    ]);
  });

  it('are all but what is excluded', () => {
    const targets = new Targets({ excludes: ['component'] });
    const declared = [resource('other'), resource('component'), resource('child', 'component')];
    expect(declared.filter((one) => targets.includes(one)).map(({ urn }) => urn)).toEqual(['other']);
  });
});
