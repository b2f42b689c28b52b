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
  /** The password, for another address. */
  current?: string | undefined;
}

/**
 * Changes the name at once, and has another address confirmed by a link that is sent there. A token alone does not do for
 * that: whoever has the address has the account, so it takes the password, and wrong ones count as guesses.
 *
 * @returns the account as it is now; its address still waits.
 * @throws ServiceError `notFound`, `unauthenticated`, `forbidden` without the password, `tooMany`, `conflict` when the
 * address is taken, which only who knows the password is told.
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
      // Counted like any other: or one account could ask of every address whether somebody has it.
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
 * The change itself, and the address before it for as long as it can be taken back. Who is told twice before the change is
 * confirmed can use either link: both name the same change.
 */
export function newChange(user: User, email: string) {
  const now = Math.floor(Date.now() / 1000);
  const pending = { email, change: newId(), epoch: user.epoch, until: now + LIMITS.emailLinkSeconds };
  return { pending, undo: keptOf(user, pending.change) };
}

/**
 * The present address, as its reader can bring it back; undefined when nobody has shown that they read it.
 *
 * @throws ServiceError `tooMany` when that would be more of them than an account can have.
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

/** The present address, as its reader can bring it back from now on. */
export function keptFromNow(user: User, change: string): KeptEmail {
  const same = stillKept(user).find(({ email }) => email === user.email);
  const until = Math.floor(Date.now() / 1000) + LIMITS.undoLinkSeconds;
  return { email: user.email, change: same?.change ?? change, since: sinceOf(user), until };
}
