import { describe, expect, it } from 'vitest';
import { visible } from './visible.ts';

const span = (id: string, depth: number, failure?: 'fault' | 'error') => ({ id, depth, failure });

const TREE = [
  span('root', 0),
  span('step', 1),
  span('call', 2, 'fault'),
  span('other', 2),
  span('last', 1),
  span('orphan', 0),
];

const shown = (options: Partial<Parameters<typeof visible>[1]>) =>
  visible(TREE, { isFailedOnly: false, folded: new Set(), ...options })
    .map(({ id }) => id)
    .join(' ');

describe('visible', () => {
  it.each([
    ['all', {}, 'root step call other last orphan'],
    ['not what is below a folded span', { folded: new Set(['step']) }, 'root step last orphan'],
    ['not what is below a folded root', { folded: new Set(['root']) }, 'root orphan'],
    ['what failed with what is above it', { isFailedOnly: true }, 'root step call'],
    ['not what failed in something folded', { isFailedOnly: true, folded: new Set(['step']) }, ''],
  ])('shows %s', (_, options, ids) => {
    expect(shown(options)).toBe(ids);
  });
});
