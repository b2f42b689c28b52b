import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CellsOnCall } from '../../functions/registry/cells-on-call.ts';
import { Prober } from '../../functions/registry/prober.ts';
import { RegistryRepository } from '../../functions/registry/repository.ts';
import { clientConfig } from '../support/engine.ts';

const PATH = `/tests/registry-${process.pid}-${Date.now()}`;
const ssm = new SSMClient(clientConfig());
const registry = new RegistryRepository(PATH, ssm);
const users = (cell: string) => ({ service: 'users', cell });

/** Registers a cell, as a deployment does. */
const register = (service: string, cell: string) =>
  ssm.send(
    new PutParameterCommand({
      Name: `${PATH}/registry/${service}/${cell}`,
      Type: 'String',
      Overwrite: true,
      Value: JSON.stringify({
        service,
        cell,
        address: `${service}-${cell}`,
        protocols: ['connect'],
        version: '1',
        weight: 1,
        registeredAt: '2026-01-01T00:00:00.000Z',
      }),
    }),
  );

/** A prober whose cells answer so; one that is not named does not answer. */
const prober = (answers: Record<string, object>) =>
  new Prober({
    registry,
    client: {
      async send({ input }: { input: { FunctionName: string } }) {
        const answer = answers[input.FunctionName];
        if (!answer) throw new Error('throttled');
        return { Payload: Buffer.from(JSON.stringify(answer)) };
      },
    } as never,
  });
const WELL = { live: true, ready: true, failing: {} };
const statesOf = async () =>
  (await registry.read()).cells.map(({ service, cell, health, drained, reason }) => [
    `${service}/${cell}`,
    drained ? 'drained' : health,
    reason,
  ]);
const noted = async () => (await registry.read()).gone.map(({ service, cell }) => `${service}/${cell}`);

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.stubEnv('REGISTRY_PATH', PATH);
  vi.stubEnv('AWS_ENDPOINT_URL', clientConfig().endpoint);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', clientConfig().credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', clientConfig().credentials.secretAccessKey);
  for (const cell of ['a', 'b']) await register('users', cell);
});
beforeEach(async () => {
  for (const cell of ['a', 'b', 'c']) await registry.forget(users(cell));
});
afterAll(() => vi.unstubAllEnvs());

describe('the prober', () => {
  it('notes what every cell says of itself, drained ones too', async () => {
    await registry.drain(users('b'), { reason: 'tried out', by: 'kim', since: '2026-01-01T00:00:00.000Z' });
    await prober({
      'users-a': { live: true, ready: false, failing: { table: 'gone' } },
      'users-b': WELL,
    }).probe();
    expect(await statesOf()).toEqual([
      ['users/a', 'degraded', 'not ready: table: gone'],
      ['users/b', 'drained', 'tried out'],
    ]);
    expect((await registry.read()).health.get('users/b')).toMatchObject({ status: 'healthy' });
  });

  it.each([
    ['does not answer', undefined, /throttled/],
    ['answers something else', { status: 200 }, /./],
    ['is not ready', { live: true, ready: false, failing: { table: 'x' } }, /not ready/],
  ])('marks a cell that %s three times as down, and as up after two answers', async (_, answer, reason) => {
    const bad = prober({ ...(answer && { 'users-a': answer }), 'users-b': WELL });
    const well = prober({ 'users-a': WELL, 'users-b': WELL });
    const seen = [];
    for (const each of [bad, bad, bad, well, well]) seen.push((await each.probe())[0]!);
    expect(seen.map(({ health }) => health)).toEqual(['degraded', 'degraded', 'down', 'down', 'healthy']);
    expect(seen[2]!.reason).toMatch(reason);
    expect(seen[4]!.reason).toBeUndefined();
  });

  it('forgets what is noted about a cell that is gone', async () => {
    await registry.drain(users('c'), { reason: 'x', by: 'kim', since: '2026-01-01T00:00:00.000Z' });
    expect(await noted()).toEqual(['users/c']);
    await prober({ 'users-a': WELL, 'users-b': WELL }).probe();
    expect(await noted()).toEqual([]);
  });
});

describe('on call', () => {
  const onCall = new CellsOnCall(registry);

  it('a cell is drained and restored, also twice', async () => {
    for (let time = 0; time < 2; time += 1)
      expect(await onCall.drain(users('a'), 'slow', 'kim')).toMatchObject({ drained: true, reason: 'slow' });
    for (let time = 0; time < 2; time += 1)
      expect(await onCall.restore(users('a'), 'kim')).toMatchObject({ drained: false });
  });

  it.each(['drain', 'restore'] as const)('does not %s a cell that is not there', async (action) => {
    await expect(onCall[action](users('c'), 'slow', 'kim')).rejects.toMatchObject({ code: 'notFound' });
    expect(await noted()).toEqual([]);
  });
});

describe('the deployment', () => {
  const both = [users('a'), users('b')];

  it.each([
    ['leaves cells that stay as they are', { cells: both, tf: { action: 'create', prev_input: null } }, 2],
    ['leaves them in a change', { cells: both, tf: { action: 'update', prev_input: { cells: both } } }, 2],
    [
      'forgets one that goes',
      { cells: [users('a')], tf: { action: 'update', prev_input: { cells: both } } },
      1,
    ],
    ['forgets all at its end', { cells: both, tf: { action: 'delete', prev_input: null } }, 0],
  ])('%s', async (_, event, left) => {
    const { handler } = await import('../../functions/registry/deploy/forget-cells.ts');
    const since = '2026-01-01T00:00:00.000Z';
    for (const id of both) await registry.drain(id, { reason: 'x', by: 'kim', since });
    await handler(event);
    expect((await registry.read()).cells.filter(({ drained }) => drained).length).toBe(left);
  });
});
