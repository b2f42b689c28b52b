import { withLock } from '../file-lock.ts';
import { inLocal } from '../paths.ts';

const lock = () => inLocal('test', 'beside.lock');

/** Runs tests that other tests of this folder run beside. */
export const beside = (work: () => Promise<void>): Promise<void> => withLock(lock(), work);

/**
 * Resolves when no more tests run beside those of the caller: for tests of what has its time, such as the budget of an
 * answer, for which the machine has to have time.
 *
 * @throws UserError when they are not over within half an hour.
 */
export const alone = (): Promise<void> => withLock(lock(), async () => {}, { timeoutMs: 30 * 60_000 });
