import { describe, expect, it, vi } from 'vitest';
import type { Instance } from './instance.ts';
import { acceptedRegistration, type HealthRecord, readRegistry, recordName } from './registry-records.ts';
import { tableRegistry } from './registry-table.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const a: Instance = {
  service: 'users',
  instance: 'a',
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
  instance: { service: string; instance: string } = a,
) => ({
  name: recordName(kind, instance),
  value: typeof value === 'string' ? value : JSON.stringify(value),
});
const registered = of('registration', a);

describe('readRegistry', () => {
  it('finds all instances, in order, among whatever else lies below the path', () => {
    const b = { ...a, instance: 'b' };
    const records = [
      of('registration', b, b),
      registered,
      { name: 'other/thing', value: 'x' },
      of('health', health),
    ];

    const instances = readRegistry(records, { now });

    expect(instances).toMatchObject([
      { ...a, health: 'healthy', drained: false, since: health.since },
      { ...b, health: 'unknown', drained: false },
    ]);
  });

  it.each<[string, unknown, object]>([
    ['healthy', health, { health: 'healthy', since: health.since }],
    ['degraded', { ...health, status: 'degraded', reason: 'slow' }, { health: 'degraded', reason: 'slow' }],
    ['down', { ...health, status: 'down', reason: 'no table' }, { health: 'down', reason: 'no table' }],
    ['checked 3 min ago', { ...health, checkedAt: '2026-11-25T11:57:00Z' }, { health: 'healthy' }],
    [
      'checked longer ago',
      { ...health, status: 'down', checkedAt: '2026-11-25T11:56:59.999Z' },
      { health: 'unknown', reason: 'not checked since 2026-11-25T11:56:59.999Z' },
    ],
    ['of a status that is none', { ...health, status: 'fine' }, { health: 'unknown' }],
    ['without a time', { ...health, checkedAt: 'yesterday' }, { health: 'unknown' }],
    ['no JSON', '{', { health: 'unknown' }],
  ])('takes a health that is %s', (_, value, expected) => {
    expect(readRegistry([registered, of('health', value)], { now })).toMatchObject([expected]);
  });

  it.each<[string, unknown, string | undefined]>([
    ['a reason', { reason: 'disk', by: 'me', since: health.since }, 'disk'],
    ['nothing that can be read', 'drained!', undefined],
  ])('takes an instance for drained whose record holds %s', (_, value, reason) => {
    expect(readRegistry([registered, of('drain', value)], { now })).toMatchObject([
      { instance: 'a', drained: true, reason },
    ]);
  });

  it.each<[string, unknown]>([
    ['no JSON', 'x'],
    ['no object', 'null'],
    ['without an address', { ...a, address: '' }],
    ['with a weight of zero', { ...a, weight: 0 }],
    ['with a weight that is none', { ...a, weight: 'heavy' }],
    ['with protocols that are none', { ...a, protocols: 'connect' }],
    ['of another instance', { ...a, instance: 'z' }],
    ['without a time', { ...a, registeredAt: 'now' }],
  ])('leaves out a registration that is %s, and tells its name', (_, value) => {
    const onInvalid = vi.fn();
    const b = of('registration', { ...a, instance: 'b' }, { service: 'users', instance: 'b' });

    const instances = readRegistry([of('registration', value), b], { now, onInvalid });

    expect(instances.map(({ instance }) => instance)).toEqual(['b']);
    expect(onInvalid).toHaveBeenCalledWith('registry/users/a');
  });
});

describe('a registration', () => {
  it.each<[string, unknown]>([
    ['no version', undefined],
    ['an empty version, as AWS gives one for code from S3', ''],
    ['null for a version', null],
  ])('is one with %s', (_, version) => {
    const { version: _none, ...instance } = a;
    expect(readRegistry([of('registration', { ...a, version })], { now })).toEqual([
      { ...instance, health: 'unknown', drained: false },
    ]);
  });

  it('that is one is written as it is', () => {
    expect(acceptedRegistration('registry/users/a', registered.value)).toBe(registered.value);
  });

  it.each<[string, string, string]>([
    ['no JSON', '', 'it is no JSON object'],
    ['without an address', JSON.stringify({ ...a, address: undefined }), 'its address is missing'],
    ['with a time that is none', JSON.stringify({ ...a, registeredAt: 'now' }), 'its registeredAt is "now"'],
    ['with a number for a version', JSON.stringify({ ...a, version: 1 }), 'its version is 1'],
    ['of another instance', JSON.stringify({ ...a, instance: 'z' }), 'it is that of users/z'],
  ])('that is %s is refused, which fails the deployment that writes it', (_, text, why) => {
    expect(() => acceptedRegistration('registry/users/a', text)).toThrow(
      `the registration registry/users/a is refused: ${why}`,
    );
  });
});

describe('tableRegistry', () => {
  const item = ({ name, value }: { name: string; value: string }) => {
    const [kind = '', ...instance] = name.split('/');
    return { kind: { S: kind }, cell: { S: instance.join('/') }, record: { S: value } };
  };

  it('reads page after page', async () => {
    const send = vi
      .fn()
      .mockResolvedValueOnce({ Items: [item(registered)], LastEvaluatedKey: { cell: { S: 'more' } } })
      .mockResolvedValueOnce({ Items: [item(of('health', health))] });

    const instances = await tableRegistry({ table: 't', client: { send }, now: () => now })();

    expect(instances).toMatchObject([{ instance: 'a', health: 'healthy' }]);
    expect(send.mock.calls.map(([{ input }]) => input)).toMatchObject([
      { TableName: 't', ExclusiveStartKey: undefined },
      { TableName: 't', ExclusiveStartKey: { cell: { S: 'more' } } },
    ]);
  });
});
