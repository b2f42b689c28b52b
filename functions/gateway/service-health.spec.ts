import type { Health, InstanceState } from '@serverless-orders/resilience/discovery';
import { describe, expect, it } from 'vitest';
import { publicHealth, unknownHealth } from './service-health.ts';

/** `healthy drained:down` are two instances, of which the second is drained. */
const instances = (service: string, text: string): InstanceState[] =>
  text.split(' ').map((word, index) => {
    const drained = word.startsWith('drained:');
    const health = word.replace('drained:', '') as Health;
    const rest = {
      address: 'arn',
      protocols: [],
      version: '1',
      weight: 1,
      registeredAt: '2026-01-01T00:00:00Z',
    };
    return { service, instance: 'ab'[index]!, health, drained, reason: 'a secret of ours', ...rest };
  });

const both = (service: string) => instances(service, 'unknown unknown');
const deployed = [...both('users'), ...both('orders')];

describe('publicHealth', () => {
  it.each([
    ['healthy healthy', 'ok', 'ok'],
    ['healthy drained:down', 'ok', 'ok'],
    ['healthy degraded', 'degraded', 'degraded'],
    ['healthy down', 'degraded', 'degraded'],
    ['healthy unknown', 'degraded', 'degraded'],
    ['unknown unknown', 'unknown', 'degraded'],
    ['drained:healthy unknown', 'unknown', 'degraded'],
    ['down unknown', 'degraded', 'degraded'],
    ['down down', 'down', 'degraded'],
    ['drained:healthy drained:healthy', 'down', 'degraded'],
    ['drained:healthy down', 'down', 'degraded'],
    // The second one was deployed, and is not registered.
    ['healthy', 'degraded', 'degraded'],
    ['down', 'down', 'degraded'],
    ['drained:healthy', 'down', 'degraded'],
  ])('%s: the service is %s, the whole %s', (states, service, status) => {
    const found = [...instances('users', states), ...instances('orders', 'healthy healthy')];
    expect(publicHealth(deployed, found)).toEqual({ status, services: { users: service, orders: 'ok' } });
  });

  it('of a service without any instance is down: what should be there is known', () => {
    expect(publicHealth(deployed, instances('orders', 'healthy healthy'))).toEqual({
      status: 'degraded',
      services: { users: 'down', orders: 'ok' },
    });
  });

  it('of nothing at all is not ok', () => {
    expect(publicHealth([], [])).toEqual({ status: 'degraded', services: {} });
    expect(publicHealth(deployed, [])).toMatchObject({ services: { users: 'down', orders: 'down' } });
  });

  it('tells of a service that was deployed since, too', () => {
    const found = [
      ...deployed.map((instance) => ({ ...instance, health: 'healthy' as const })),
      ...instances('new', 'down'),
    ];
    expect(publicHealth(deployed, found).services).toEqual({ users: 'ok', orders: 'ok', new: 'down' });
  });

  it('is unknown when the registry does not answer, and names what should be there', () => {
    expect(unknownHealth(deployed)).toEqual({
      status: 'degraded',
      services: { users: 'unknown', orders: 'unknown' },
    });
  });
});
