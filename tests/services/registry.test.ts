import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { HealthChecker } from '../../functions/registry/health-checker.ts';
import { InstancesOnCall } from '../../functions/registry/instances-on-call.ts';
import { RegistryRepository } from '../../functions/registry/repository.ts';
import type { RetryPolicy } from '../../functions/registry/retry-policy.ts';
import { clientConfig } from '../support/engine.ts';
import { registryTable } from '../support/registry-table.ts';

const shared = await registryTable();
const registry = new RegistryRepository(shared.table, shared.client);
const users = (instance: string) => ({ service: 'users', instance });

/** A health checker whose instances answer so; one that is not named does not answer. */
const checkerOf = (answers: Record<string, object>, over = registry, retryPolicy?: RetryPolicy) =>
  new HealthChecker({
    registry: over,
    retryPolicy,
    client: {
      async send({ input }: { input: { FunctionName: string } }) {
        const answer = answers[input.FunctionName];
        if (typeof answer === 'function') return answer();
        if (!answer) throw new Error('throttled');
        return { Payload: Buffer.from(JSON.stringify(answer)) };
      },
    } as never,
  });
const WELL = { live: true, ready: true, failing: {} };
const statesOf = async () =>
  (await registry.read()).instances.map(({ service, instance, health, drained, reason }) => [
    `${service}/${instance}`,
    drained ? 'drained' : health,
    reason,
  ]);
const noted = async () =>
  (await registry.read()).gone.map(({ service, instance }) => `${service}/${instance}`);

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.stubEnv('REGISTRY_TABLE', shared.table);
  vi.stubEnv('AWS_ENDPOINT_URL', clientConfig().endpoint);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', clientConfig().credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', clientConfig().credentials.secretAccessKey);
  for (const instance of ['a', 'b']) await shared.register('users', instance);
});
beforeEach(async () => {
  for (const instance of ['a', 'b', 'c']) await registry.forget(users(instance));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await shared.drop();
});

describe('the health checker', () => {
  it('notes what every instance says of itself, drained ones too', async () => {
    await registry.drain(users('b'), { reason: 'tried out', by: 'kim', since: '2026-01-01T00:00:00.000Z' });
    await checkerOf({
      'users-a': { live: true, ready: false, failing: { table: 'gone' } },
      'users-b': WELL,
    }).check();
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
  ])(
    'marks an instance that %s three times as down, and as up after two answers',
    async (_, answer, reason) => {
      const bad = checkerOf({ ...(answer && { 'users-a': answer }), 'users-b': WELL });
      const well = checkerOf({ 'users-a': WELL, 'users-b': WELL });
      const seen = [];
      for (const each of [bad, bad, bad, well, well]) seen.push((await each.check()).instances[0]!);
      expect(seen.map(({ health }) => health)).toEqual(['degraded', 'degraded', 'down', 'down', 'healthy']);
      expect(seen[2]!.reason).toMatch(reason);
      expect(seen[4]!.reason).toBeUndefined();
    },
  );

  it('forgets what is noted about an instance that is gone', async () => {
    await registry.drain(users('c'), { reason: 'x', by: 'kim', since: '2026-01-01T00:00:00.000Z' });
    expect(await noted()).toEqual(['users/c']);
    await checkerOf({ 'users-a': WELL, 'users-b': WELL }).check();
    expect(await noted()).toEqual([]);
  });
});

/** A table that fails so when the health of users/a is put, so many times. */
function failing(name: string, times: number) {
  let left = times;
  const send = (async (command: { input: object }) => {
    const isIt = command instanceof PutItemCommand && command.input.Item?.cell?.S === 'users/a';
    if (isIt && left > 0) {
      left -= 1;
      throw Object.assign(new Error(`a ${name}`), { name });
    }
    return shared.client.send(command as never);
  }) as DynamoDBClient['send'];
  return new RegistryRepository(shared.table, { send });
}

const RETRIED: RetryPolicy = { attempts: 6, baseMs: 1, capMs: 2, withinMs: 30_000 };
const healthOf = async (instance: string) => (await registry.read()).health.get(`users/${instance}`)?.status;

describe('what a deployment asks', () => {
  const both = { 'users-a': WELL, 'users-b': WELL };

  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'AccessDeniedException'])(
    'is noted after a %s or two',
    async (name) => {
      expect(await checkerOf(both, failing(name, 5), RETRIED).check()).toMatchObject({ unnoted: [] });
      expect([await healthOf('a'), await healthOf('b')]).toEqual(['healthy', 'healthy']);
    },
  );

  it.each<[string, string, number]>([
    ['keeps being throttled', 'ThrottlingException', 6],
    ['is wrong', 'ValidationException', 1],
  ])('is noted of each instance by itself, when that of one %s', async (_, name, times) => {
    expect(await checkerOf(both, failing(name, times), RETRIED).check()).toMatchObject({
      unnoted: ['users/a'],
    });
    expect([await healthOf('a'), await healthOf('b')]).toEqual([undefined, 'healthy']);
  });

  it.each(['TooManyRequestsException', 'AccessDeniedException', 'ResourceConflictException'])(
    'takes no instance for ill that could not be asked yet (%s)',
    async (name) => {
      let calls = 0;
      const late = () => {
        calls += 1;
        if (calls < 4) throw Object.assign(new Error('not yet'), { name });
        return { Payload: Buffer.from(JSON.stringify(WELL)) };
      };
      await checkerOf({ 'users-a': late, 'users-b': WELL }, registry, RETRIED).check();
      expect(await healthOf('a')).toBe('healthy');
    },
  );

  it('notes an instance that is really dead as not healthy, and asks it once', async () => {
    const dead = vi.fn(() => ({ FunctionError: 'Unhandled' }));
    const { instances, unnoted } = await checkerOf(
      { 'users-a': dead, 'users-b': WELL },
      registry,
      RETRIED,
    ).check();
    expect(instances).toMatchObject([{ health: 'degraded' }, { health: 'healthy' }]);
    expect(unnoted).toEqual([]);
    expect(dead).toHaveBeenCalledTimes(1);
  });

  it('does not fail the deployment, even without a registry', async () => {
    vi.stubEnv('REGISTRY_TABLE', 'there-is-none');
    vi.resetModules();
    const { handler } = await import('../../functions/registry/deploy/check-instances.ts');
    expect(await handler({})).toEqual({ checked: 0, notHealthy: [], unnoted: [] });
    vi.stubEnv('REGISTRY_TABLE', shared.table);
  });

  it('of the minute says when something could not be noted', async () => {
    vi.resetModules();
    vi.doMock('../../functions/registry/composition.ts', () => ({
      makeHealthChecker: () => checkerOf(both, failing('ThrottlingException', 1)),
    }));
    const { handler } = await import('../../functions/registry/events/check-health.ts');
    await expect(handler({})).rejects.toThrow('the health of users/a was not noted');
    expect(await healthOf('b')).toBe('healthy');
    vi.doUnmock('../../functions/registry/composition.ts');
    vi.resetModules();
  });
});

describe('on call', () => {
  const onCall = new InstancesOnCall(registry);

  it('an instance is drained and restored, also twice', async () => {
    for (let time = 0; time < 2; time += 1)
      expect(await onCall.drain(users('a'), 'slow', 'kim')).toMatchObject({ drained: true, reason: 'slow' });
    for (let time = 0; time < 2; time += 1)
      expect(await onCall.restore(users('a'), 'kim')).toMatchObject({ drained: false });
  });

  it.each(['drain', 'restore'] as const)('does not %s an instance that is not there', async (action) => {
    await expect(onCall[action](users('c'), 'slow', 'kim')).rejects.toMatchObject({ code: 'notFound' });
    expect(await noted()).toEqual([]);
  });
});

describe('the deployment', () => {
  const both = [users('a'), users('b')];

  it.each([
    [
      'leaves instances that stay as they are',
      { instances: both, tf: { action: 'create', prev_input: null } },
      2,
    ],
    [
      'leaves them in a change',
      { instances: both, tf: { action: 'update', prev_input: { instances: both } } },
      2,
    ],
    [
      'forgets one that goes',
      { instances: [users('a')], tf: { action: 'update', prev_input: { instances: both } } },
      1,
    ],
    ['forgets all at its end', { instances: both, tf: { action: 'delete', prev_input: null } }, 0],
  ])('%s', async (_, event, left) => {
    const { handler } = await import('../../functions/registry/deploy/forget-instances.ts');
    const since = '2026-01-01T00:00:00.000Z';
    for (const id of both) await registry.drain(id, { reason: 'x', by: 'kim', since });
    await handler(event);
    expect((await registry.read()).instances.filter(({ drained }) => drained).length).toBe(left);
  });

  it('does not fail when it cannot forget', async () => {
    vi.stubEnv('REGISTRY_TABLE', 'there-is-none');
    vi.resetModules();
    const { handler } = await import('../../functions/registry/deploy/forget-instances.ts');
    await handler({ instances: both, tf: { action: 'delete', prev_input: null } });
    vi.stubEnv('REGISTRY_TABLE', shared.table);
  });
});
