import type { AccountLink, CHOOSING } from '../platform/account-link.ts';
import { ServiceError } from '../platform/service-error.ts';
import { ConditionFailed, retryIfChanged } from '../platform/table.ts';
import type { AttemptRepository } from './attempt-repository.ts';
import { newDevice } from './devices.ts';
import { hashPassword } from './password.ts';
import type { UserRepository } from './repository.ts';
import { isVerified, type User } from './user.ts';

type PasswordProof = AccountLink & { purpose: (typeof CHOOSING)[number] };

interface Dependencies {
  users: UserRepository;
  attempts: AttemptRepository;
  /** Throws unless it is the valid token of a link. */
  verify: (token: string) => Promise<PasswordProof>;
}

/**
 * Sets the password of the account that a link was sent for, and ends every session. Links are not stored: the token says
 * which password it replaces (the epoch) and to which address it was sent. When either has changed it is void, and of two
 * uses at once one fails. The password is hashed only after the token was verified.
 *
 * Opening the link also verifies the address. Until the address is verified, the link that verifies it can choose the
 * password too: so its owner can take over an account that somebody else has registered with it.
 *
 * @returns the token of the device on which the link was opened: from there the owner can sign in while others are guessing.
 * @throws ServiceError `unauthenticated`, the same whatever is wrong with the token.
 */
export async function setPassword(
  { users, attempts, verify }: Dependencies,
  { token, password }: { token: string; password: string },
): Promise<string> {
  const link = await verify(token).catch((cause) => {
    throw invalid(cause);
  });
  const holds = (user: User | undefined): User => {
    if (!user || user.epoch !== link.epoch || user.email !== link.email) throw invalid();
    if (link.purpose === 'email-link' && isVerified(user)) throw invalid();
    return user;
  };
  const { epoch } = holds(await users.get(link.userId));
  const hash = await hashPassword(password);
  const device = newDevice({ id: link.userId }, epoch + 1);
  await retryIfChanged(async () => {
    const user = holds(await users.get(link.userId));
    const also = [attempts.forgive(attempts.accountOf(user)), device.write];
    await users.setPassword(user, hash, also, true);
  }).catch((thrown) => {
    throw thrown instanceof ConditionFailed ? invalid(thrown) : thrown;
  });
  return device.token;
}

const invalid = (cause?: unknown) =>
  new ServiceError('unauthenticated', 'The link was used, has expired, or is none: ask for another.', {
    cause,
  });
