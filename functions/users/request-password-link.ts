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
  /** Counts of requests for links, apart from those of failed sign-ins. */
  attempts: AttemptRepository;
  quota: MailQuotaRepository;
}

/**
 * Has a link sent to the owner of an account, by which a new password can be chosen. The answer, and the number of reads and
 * writes, are the same whether or not there is such an account. Repeated requests have to wait, so that they do not fill a
 * mailbox.
 *
 * An address that is not verified gets the welcome email again, whose link verifies it or chooses a password, as long as the
 * day's quota of the address lasts.
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
