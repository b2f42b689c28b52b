import { LIMITS } from '../contracts/limits.ts';
import type { Guesser } from '../platform/http/input.ts';
import { newId } from '../platform/id.ts';
import { ServiceError } from '../platform/service-error.ts';
import { retryIfChanged } from '../platform/table.ts';
import { type Accounts, taken } from './accounts.ts';
import type { AttemptRepository, Counted } from './attempt-repository.ts';
import type { EmailRepository } from './email-repository.ts';
import type { MailQuotaRepository } from './mail-quota-repository.ts';
import { verifyPassword } from './password.ts';
import type { TokenHolder } from './token-holder.ts';
import { isVerified, type KeptEmail, normalEmail, sinceOf, stillKept, type User } from './user.ts';

interface Dependencies {
  accounts: Accounts;
  attempts: AttemptRepository;
  emails: EmailRepository;
  quota: MailQuotaRepository;
}

interface ProfileChange {
  name?: string | undefined;
  email?: string | undefined;
  /** The current password; required for another address. */
  current?: string | undefined;
}

/**
 * Changes the name at once, and sends a link to a new address, which has to be confirmed. A new address also takes the current
 * password, since its reader can set another one; a wrong password counts as a failed sign-in.
 *
 * @returns the account, still with the old address.
 * @throws ServiceError `notFound`, `unauthenticated`, `forbidden` without the password, `tooMany`, `conflict` when the
 * address is taken, which is only told after the password was right.
 */
export async function changeProfile(
  { accounts, attempts, emails, quota }: Dependencies,
  holder: TokenHolder,
  { name, email, current }: ProfileChange,
  by?: Guesser,
): Promise<User> {
  const before = await accounts.own(holder);
  const wanted = email === undefined ? before.email : normalEmail(email);
  if (wanted === before.email) return name === undefined ? before : accounts.rename(holder, name);
  const counted = await requirePassword(attempts, before, current, by);
  await retryIfChanged(async () => {
    const user = await accounts.own(holder);
    const asked = [quota.by(user.id), attempts.forgive(counted)];
    if (await emails.isTaken(wanted, user.id)) {
      // A taken address counts against the quota too: otherwise an account could find out which addresses have one.
      await quota.count(asked);
      throw taken();
    }
    const { pending, undo } = newChange(user, wanted);
    const also = [quota.to(wanted), ...asked];
    await emails.ask(user, name ?? user.name, pending, undo, also).catch(quota.refuse);
  });
  return accounts.get(holder.id);
}

async function requirePassword(
  attempts: AttemptRepository,
  user: User,
  current: string | undefined,
  by: Guesser | undefined,
): Promise<Counted> {
  const refused = (message: string, detail: string) =>
    new ServiceError('forbidden', message, { violations: [{ pointer: '/current', detail }] });
  if (current === undefined)
    throw refused('Another address takes the password as well.', 'Expected the current password');
  const counted = await attempts.begin({ user, address: user.email, ...(by && { by }) });
  if (!(await verifyPassword(current, user.passwordHash)))
    throw refused('The current password is wrong.', 'Not the current password');
  return counted;
}

/**
 * The pending change, and the present address as one that can be restored. When an address that can be restored already is
 * told of another change, the links of both emails work: they name the same change.
 */
export function newChange(user: User, email: string) {
  const now = Math.floor(Date.now() / 1000);
  const pending = { email, change: newId(), epoch: user.epoch, until: now + LIMITS.emailLinkSeconds };
  return { pending, undo: keptOf(user, pending.change) };
}

/**
 * The present address as one that can be restored; undefined when it is not verified.
 *
 * @throws ServiceError `tooMany` when the account has as many of those as it may.
 */
export function keptOf(user: User, change: string) {
  if (!isVerified(user)) return undefined;
  const known = stillKept(user);
  if (known.every(({ email }) => email !== user.email) && known.length >= LIMITS.keptAddresses) {
    const retryAfter = Math.ceil(Math.min(...known.map(({ until }) => until)) - Date.now() / 1000);
    throw new ServiceError('tooMany', 'The address was changed too often.', { retryAfter });
  }
  return keptFromNow(user, change);
}

/** The present address as one that can be restored from now on. */
export function keptFromNow(user: User, change: string): KeptEmail {
  const same = stillKept(user).find(({ email }) => email === user.email);
  const until = Math.floor(Date.now() / 1000) + LIMITS.undoLinkSeconds;
  return { email: user.email, change: same?.change ?? change, since: sinceOf(user), until };
}
