import type { Guesser } from '../platform/http/input.ts';
import { ServiceError } from '../platform/service-error.ts';
import { ConditionFailed, retryIfChanged } from '../platform/table.ts';
import type { Accounts } from './accounts.ts';
import type { AttemptRepository } from './attempt-repository.ts';
import { newDevice } from './devices.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { UserRepository } from './repository.ts';
import type { TokenHolder } from './token-holder.ts';

interface Dependencies {
  users: UserRepository;
  accounts: Accounts;
  attempts: AttemptRepository;
}

/**
 * Changes a password and ends every session. A wrong current password is 422: on 401 a client would take its token for
 * invalid and sign out, and 403 is about roles. It counts as a failed sign-in, so that a stolen token cannot be used to guess
 * faster.
 *
 * @returns the token of the device that it was changed on.
 * @throws ServiceError `notFound`, `unauthenticated`, `refused` when the current password is wrong, `tooMany` after too many wrong ones,
 * `conflict` when the password was changed at the same time.
 */
export async function changePassword(
  { users, accounts, attempts }: Dependencies,
  holder: TokenHolder,
  { current, next }: { current: string; next: string },
  by?: Guesser,
): Promise<string> {
  const user = await accounts.own(holder);
  const counted = await attempts.begin({ user, address: user.email, ...(by && { by }) });
  if (!(await verifyPassword(current, user.passwordHash))) {
    throw new ServiceError('refused', 'The current password is wrong.', {
      violations: [{ pointer: '/current', detail: 'Not the current password' }],
    });
  }
  const hash = await hashPassword(next);
  const device = newDevice(user, user.epoch + 1);
  const conflict = (cause?: unknown) =>
    new ServiceError('conflict', 'The password was changed at the same time.', { cause });
  await retryIfChanged(async () => {
    const now = await accounts.get(holder.id);
    if (now.epoch !== user.epoch) throw conflict();
    await users.setPassword(now, hash, [attempts.forgive(counted), device.write]);
  }).catch((thrown) => {
    throw thrown instanceof ConditionFailed ? conflict(thrown) : thrown;
  });
  return device.token;
}
