import { withLock } from '../../packages/command-line/file-lock.ts';
import { inLocal } from '../../paths.ts';

const lock = () => inLocal('test', 'beside.lock');

/** So long the tests that run beside others may take (ms). */
export const BESIDE_MS = 30 * 60_000;

/** Runs tests that other tests of this folder run beside. */
export const beside = (work: () => Promise<void>): Promise<void> => withLock(lock(), work);

/**
 * Resolves when no more tests run beside those of the caller: for tests of what has its time, such as the budget of an
 * answer, for which the machine has to have time.
 *
 * @throws UserError when they are not over within half an hour.
 */
export const alone = (): Promise<void> => withLock(lock(), async () => {}, { timeoutMs: BESIDE_MS });
