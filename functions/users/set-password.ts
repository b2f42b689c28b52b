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
  /** Throws for everything that is no valid token of a link. */
  verify: (token: string) => Promise<PasswordProof>;
}

/**
 * Sets the password of the account that a link was sent for, and ends every session. The table holds nothing of a link:
 * a token says which password it replaces (the epoch) and where it was sent to, so it is void as soon as either has
 * changed, and of two uses at once one is. The password is hashed only once the token is known to be good.
 *
 * Whoever chooses has read what was sent to the address: that verifies it. So the link that verifies an address does as
 * well, until it is verified: its owner takes the account from whoever has registered with the address of somebody else.
 *
 * @returns the token of the device that the link was opened on: whoever reads the mailbox gets in, whoever is guessing.
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
