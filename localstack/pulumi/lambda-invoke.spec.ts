import { describe, expect, it } from 'vitest';
import { payloadOf } from './providers/lambda-invoke.ts';

describe('the payload of a function that the deployment invokes', () => {
  const before = { functionName: 'f', input: '{"instances":["a","b"]}' };
  const now = { functionName: 'f', input: '{"instances":["a"]}' };

  it('is its input', () => {
    expect(payloadOf(now, 'create')).toBe('{"instances":["a"]}');
    expect(payloadOf({ ...now, lifecycleScope: 'CREATE_ONLY' }, 'update', before)).toBe(
      '{"instances":["a"]}',
    );
  });

  it.each([
    ['create', undefined, null],
    ['update', before, { instances: ['a', 'b'] }],
    ['delete', undefined, null],
  ] as const)('tells with CRUD that it is a %s', (action, old, prev_input) => {
    const payload = payloadOf({ ...now, lifecycleScope: 'CRUD' }, action, old);
    expect(JSON.parse(payload)).toEqual({ instances: ['a'], tf: { action, prev_input } });
  });
});
