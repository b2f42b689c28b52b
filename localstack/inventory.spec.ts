import { describe, expect, it } from 'vitest';
import { LISTINGS, NOT_LISTED } from './inventory.ts';
import { allKinds } from './pulumi/providers/registry.ts';

const listed: string[] = Object.values(LISTINGS).flatMap(({ types }) => types);
const types = (await allKinds()).map(([type]) => type).filter((type) => type.startsWith('aws:'));

describe('the inventory of an engine', () => {
  it.each(types)('has a list call for %s, or says in what it exists', (type) => {
    const other = NOT_LISTED[type];
    if (other === undefined) expect(listed).toContain(type);
    else if (typeof other === 'string') expect(listed).toContain(other);
    else expect(other.because).not.toBe('');
  });

  it('has nothing about a type that is not deployed', () => {
    expect([...listed, ...Object.keys(NOT_LISTED)].filter((type) => !types.includes(type))).toEqual([]);
  });
});
