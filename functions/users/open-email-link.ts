import type { AccountLink, LinkPurpose } from '../platform/account-link.ts';
import { newId } from '../platform/id.ts';
import { log } from '../platform/log.ts';
import { ServiceError } from '../platform/service-error.ts';
import { ConditionFailed, retryIfChanged } from '../platform/table.ts';
import { taken } from './accounts.ts';
import { keptFromNow, keptOf } from './change-profile.ts';
import type { EmailRepository } from './email-repository.ts';
import { EMAIL, type UserRepository } from './repository.ts';
import { isVerified, pendingOf, sinceOf, stillKept } from './user.ts';

interface Dependencies {
  users: UserRepository;
  emails: EmailRepository;
  /** Throws unless it is the valid token of a link. */
  verify: (token: string) => Promise<AccountLink & { purpose: LinkPurpose }>;
}

/**
 * Confirms an address or undoes a change of it, as the link says. Confirming twice succeeds, since people click twice. Links
 * are not stored: the token says what it is for, and the account's row whether that still holds.
 *
 * @throws ServiceError `unauthenticated`, the same whatever is wrong with the token; `conflict` when somebody else has
 * confirmed the address first.
 */
export async function openEmailLink(dependencies: Dependencies, token: string): Promise<void> {
  const link = await dependencies.verify(token).catch((cause) => {
    throw invalid(cause);
  });
  const open = link.purpose === 'undo-link' ? undo : confirm;
  await retryIfChanged(() => open(dependencies, link));
}

async function confirm({ users, emails }: Dependencies, link: AccountLink): Promise<void> {
  const user = await users.get(link.userId);
  if (!user) throw invalid();
  if (user.email === link.email) {
    if (!isVerified(user)) await emails.verify(user);
    return;
  }
  const pending = pendingOf(user);
  if (!pending || pending.change !== link.change || pending.email !== link.email) throw invalid();
  await emails.confirm(user, pending, keptOf(user, pending.change)).catch((thrown) => {
    const isTaken = thrown instanceof ConditionFailed && thrown.failed.has(EMAIL) && thrown.failed.size === 1;
    throw isTaken ? taken(thrown) : thrown;
  });
}

async function undo({ users, emails }: Dependencies, link: AccountLink): Promise<void> {
  const user = await users.get(link.userId);
  const kept =
    user && stillKept(user).find(({ email, change }) => email === link.email && change === link.change);
  if (!user || !kept) throw invalid();
  const isOlder = isVerified(user) && sinceOf(user) < kept.since;
  await emails.undo(user, kept, isOlder ? keptFromNow(user, newId()) : undefined);
  log.warn('a change of the email address was taken back', { user: user.id });
}

const invalid = (cause?: unknown) =>
  new ServiceError('unauthenticated', 'The link was used, has expired, or is none.', { cause });
