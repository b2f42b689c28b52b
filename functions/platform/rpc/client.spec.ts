import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserService } from '../../contracts/rpc/users/v1/users_pb.ts';
import { ServiceError } from '../service-error.ts';
import { rpcClient } from './client.ts';
import { instancesOf, testShop } from './test-shop.ts';

const shop = testShop();

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  shop.reset();
});
afterAll(() => void vi.restoreAllMocks());

describe('rpcClient', () => {
  const users = () => rpcClient(UserService, { instances: instancesOf(shop), as: 'gateway' });

  it('calls as a service, and hands its time on', async () => {
    expect(await users().getUser({ id: 'x' }, { deadlineMs: 400 })).toMatchObject({ id: 'x' });
    expect(shop.seen[0]!.caller).toEqual({ service: 'gateway' });
    expect(shop.seen[0]!.leftMs).toBeLessThanOrEqual(400);
  });

  it('gives back the very error of the other side', async () => {
    shop.getUser = async () => {
      const violations = [{ pointer: '/id', detail: 'Expected an id' }];
      throw new ServiceError('tooMany', 'Not now.', { violations, retryable: true, retryAfter: 7 });
    };
    const fallback = vi.fn();
    await expect(users().getUser({ id: '' }, { fallback })).rejects.toMatchObject({
      name: 'ServiceError',
      code: 'tooMany',
      message: 'Not now.',
      violations: [{ pointer: '/id', detail: 'Expected an id' }],
      retryable: true,
      retryAfter: 7,
    });
    expect(fallback).not.toHaveBeenCalled();
  });

  it('falls back when there is no answer', async () => {
    shop.failNext = 2;
    const fallback = vi.fn(() => ({ id: 'nobody' }) as never);
    expect(await users().getUser({ id: 'x' }, { fallback })).toEqual({ id: 'nobody' });
    expect(fallback).toHaveBeenCalledWith(expect.objectContaining({ code: 'unavailable', retryable: true }));
  });

  it('never outlives the function that calls', async () => {
    shop.getUser = () => new Promise(() => {});
    const began = performance.now();
    const call = users().getUser({ id: 'x' }, { deadlineMs: 5_000, remainingMs: () => 250 });
    await expect(call).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
