import { LIMITS } from '../contracts/limits.ts';
import type { AttemptRepository } from './attempt-repository.ts';
import type { EmailRepository } from './email-repository.ts';
import type { MailQuotaRepository } from './mail-quota-repository.ts';
import { linkFor } from './password-link.ts';
import type { UserRepository } from './repository.ts';
import { isVerified, normalEmail } from './user.ts';

interface Dependencies {
  users: UserRepository;
  emails: EmailRepository;
  /** Of links, not of sign-ins: who asks for one has not guessed. */
  attempts: AttemptRepository;
  quota: MailQuotaRepository;
}

/**
 * Has a link sent to the owner of an account, by which a password can be chosen anew. The answer is the same, after as
 * many reads and writes, whether there is such an account; and whoever asks again and again has to wait, so that
 * nobody's mailbox is filled by it.
 *
 * An address that is not verified gets the one email that may be sent there once more: the link in it verifies it, or
 * chooses a password. When it has had enough of them for a day, it gets none.
 *
 * @throws ServiceError `tooMany`
 */
export async function requestPasswordLink(
  { users, emails, attempts, quota }: Dependencies,
  email: string,
): Promise<void> {
  const address = normalEmail(email);
  const asked = await users.byEmail(address);
  await attempts.begin({ user: asked, address }, async () => {
    const [user, isSpent] = await Promise.all([users.byEmail(address), quota.isSpent(address)]);
    if (!user) return [];
    const forgot = () => users.forgot(user, linkFor(user, LIMITS.forgottenLinkSeconds));
    if (isVerified(user)) return forgot();
    if (isSpent) return [];
    return [...(user.passwordHash ? emails.resendConfirmation(user) : forgot()), quota.to(address)];
  });
}
