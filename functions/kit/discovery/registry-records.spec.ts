import { describe, expect, it, vi } from 'vitest';
import type { Cell } from './cell.ts';
import { type HealthRecord, readRegistry, recordName } from './registry-records.ts';
import { ssmRegistry } from './ssm-registry.ts';

const path = '/shop/dev';
const now = Date.parse('2026-11-25T12:00:00Z');
const a: Cell = {
  service: 'users',
  cell: 'a',
  address: 'arn:a',
  protocols: ['connect'],
  version: '1',
  weight: 1,
  registeredAt: '2026-11-25T00:00:00Z',
};
const health: HealthRecord = {
  status: 'healthy',
  since: '2026-11-25T10:00:00Z',
  checkedAt: '2026-11-25T11:59:00Z',
  failures: 0,
  successes: 9,
};
const of = (
  kind: 'registration' | 'drain' | 'health',
  value: unknown,
  cell: { service: string; cell: string } = a,
) => ({
  name: recordName(path, kind, cell),
  value: typeof value === 'string' ? value : JSON.stringify(value),
});
const registered = of('registration', a);

describe('readRegistry', () => {
  it('finds all cells, in order, among whatever else lies below the path', () => {
    const b = { ...a, cell: 'b' };
    const records = [
      of('registration', b, b),
      registered,
      { name: `${path}/other/thing`, value: 'x' },
      of('health', health),
    ];

    const cells = readRegistry(records, { path, now });

    expect(cells).toMatchObject([
      { ...a, health: 'healthy', drained: false, since: health.since },
      { ...b, health: 'unknown', drained: false },
    ]);
  });

  it.each<[string, unknown, object]>([
    ['healthy', health, { health: 'healthy', since: health.since }],
    ['degraded', { ...health, status: 'degraded', reason: 'slow' }, { health: 'degraded', reason: 'slow' }],
    ['down', { ...health, status: 'down', reason: 'no table' }, { health: 'down', reason: 'no table' }],
    ['probed 3 min ago', { ...health, checkedAt: '2026-11-25T11:57:00Z' }, { health: 'healthy' }],
    [
      'probed longer ago',
      { ...health, status: 'down', checkedAt: '2026-11-25T11:56:59.999Z' },
      { health: 'unknown', reason: 'not probed since 2026-11-25T11:56:59.999Z' },
    ],
    ['of a status that is none', { ...health, status: 'fine' }, { health: 'unknown' }],
    ['without a time', { ...health, checkedAt: 'yesterday' }, { health: 'unknown' }],
    ['no JSON', '{', { health: 'unknown' }],
  ])('takes a health that is %s', (_, value, expected) => {
    expect(readRegistry([registered, of('health', value)], { path, now })).toMatchObject([expected]);
  });

  it.each<[string, unknown, string | undefined]>([
    ['a reason', { reason: 'disk', by: 'me', since: health.since }, 'disk'],
    ['nothing that can be read', 'drained!', undefined],
  ])('takes a cell for drained whose record holds %s', (_, value, reason) => {
    expect(readRegistry([registered, of('drain', value)], { path, now })).toMatchObject([
      { cell: 'a', drained: true, reason },
    ]);
  });

  it.each<[string, unknown]>([
    ['no JSON', 'x'],
    ['no object', 'null'],
    ['without an address', { ...a, address: '' }],
    ['with a weight of zero', { ...a, weight: 0 }],
    ['with a weight that is none', { ...a, weight: 'heavy' }],
    ['with protocols that are none', { ...a, protocols: 'connect' }],
    ['of another cell', { ...a, cell: 'z' }],
    ['without a time', { ...a, registeredAt: 'now' }],
  ])('leaves out a registration that is %s, and tells its name', (_, value) => {
    const onInvalid = vi.fn();
    const b = of('registration', { ...a, cell: 'b' }, { service: 'users', cell: 'b' });

    const cells = readRegistry([of('registration', value), b], { path, now, onInvalid });

    expect(cells.map(({ cell }) => cell)).toEqual(['b']);
    expect(onInvalid).toHaveBeenCalledWith('/shop/dev/registry/users/a');
  });
});

describe('ssmRegistry', () => {
  it('reads page after page, all below one path', async () => {
    const send = vi
      .fn()
      .mockResolvedValueOnce({
        Parameters: [{ Name: registered.name, Value: registered.value }],
        NextToken: 'more',
      })
      .mockResolvedValueOnce({
        Parameters: [{ Name: of('health', health).name, Value: JSON.stringify(health) }],
      });

    const cells = await ssmRegistry({ path, client: { send }, now: () => now })();

    expect(cells).toMatchObject([{ cell: 'a', health: 'healthy' }]);
    expect(send.mock.calls.map(([{ input }]) => input)).toMatchObject([
      { Path: path, Recursive: true, NextToken: undefined },
      { Path: path, Recursive: true, NextToken: 'more' },
    ]);
  });
});
