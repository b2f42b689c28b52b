import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const fresh = async () => {
  vi.resetModules();
  return await import('./at-init.ts');
};

beforeEach(() => vi.stubEnv('AWS_LAMBDA_INITIALIZATION_TYPE', 'on-demand'));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

it('waits at the end of the init for what is done then, once', async () => {
  const { atInit, initialised } = await fresh();
  const done: string[] = [];
  atInit(async () => {
    await Promise.resolve();
    done.push('one');
  });
  await initialised();
  await initialised();
  expect(done).toEqual(['one']);
});

it('fails for nothing that is done then', async () => {
  const { atInit, initialised } = await fresh();
  const done: string[] = [];
  atInit(() => {
    throw new Error('at once');
  });
  atInit(() => Promise.reject(new Error('later')));
  atInit(async () => done.push('the other'));
  await expect(initialised()).resolves.toBeUndefined();
  expect(done).toEqual(['the other']);
});

it('waits no longer than its limit', async () => {
  vi.useFakeTimers();
  const { atInit, initialised } = await fresh();
  atInit(() => new Promise(() => {}));
  let over = false;
  const waited = initialised(150).then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(149);
  expect(over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await waited;
  expect(vi.getTimerCount()).toBe(0);
});

it('does nothing outside of Lambda', async () => {
  vi.stubEnv('AWS_LAMBDA_INITIALIZATION_TYPE', undefined);
  const { atInit, initialised } = await fresh();
  const task = vi.fn();
  atInit(task);
  await initialised();
  expect(task).not.toHaveBeenCalled();
});
