import { describe, expect, it } from 'vitest';
import type { CellState, Health } from '../kit/discovery/cell.ts';
import { publicHealth } from './service-health.ts';

/** `healthy drained:down` are two cells, of which the second is drained. */
const cells = (service: string, text: string): CellState[] =>
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
    return { service, cell: 'ab'[index]!, health, drained, reason: 'a secret of ours', ...rest };
  });

describe('publicHealth', () => {
  it.each([
    ['healthy healthy', 'ok', 'ok'],
    ['unknown unknown', 'ok', 'ok'],
    ['healthy drained:down', 'ok', 'ok'],
    ['healthy degraded', 'degraded', 'degraded'],
    ['healthy down', 'degraded', 'degraded'],
    ['down down', 'down', 'degraded'],
    ['drained:healthy drained:healthy', 'down', 'degraded'],
    ['drained:healthy down', 'down', 'degraded'],
  ])('%s: the service is %s, the whole %s', (states, service, status) => {
    const health = publicHealth([...cells('users', states), ...cells('orders', 'healthy healthy')]);
    expect(health).toEqual({ status, services: { users: service, orders: 'ok' } });
  });
});
