import { LIMITS } from '../contracts/limits.ts';
import type { Attempts } from './attempts.ts';
import { linkFor } from './password-link.ts';
import type { UserRepository } from './repository.ts';
import { normalEmail } from './user.ts';

interface Dependencies {
  users: UserRepository;
  /** Of links, not of sign-ins: who asks for one has not guessed. */
  attempts: Attempts;
}

/**
 * Has a link sent to the owner of an account, by which a password can be chosen anew. The answer is the same, after as
 * many reads and writes, whether there is such an account; and whoever asks again and again has to wait, so that
 * nobody's mailbox is filled by it.
 *
 * @throws ServiceError `tooMany`
 */
export async function requestPasswordLink({ users, attempts }: Dependencies, email: string): Promise<void> {
  const address = normalEmail(email);
  const asked = await users.byEmail(address);
  await attempts.begin({ user: asked, address }, async () => {
    const user = await users.byEmail(address);
    return user ? users.forgot(user, linkFor(user, LIMITS.forgottenLinkSeconds)) : [];
  });
}
