import type { InstanceState } from '../discovery/instance.ts';

/** An instance for tests: one of users, healthy, unless told otherwise. */
export const testInstance = (name: string, state: Partial<InstanceState> = {}): InstanceState => ({
  service: 'users',
  instance: name,
  address: `arn:${name}`,
  protocols: ['connect'],
  version: '1',
  weight: 1,
  registeredAt: '2026-11-25T00:00:00Z',
  health: 'healthy',
  drained: false,
  ...state,
});
