import { log } from '../platform/log.ts';
import type { Accounts } from './accounts.ts';
import type { TokenHolder } from './token-holder.ts';

/** What the other services hold of a customer. */
export interface Holdings {
  /**
   * Lets nothing more come in, for an hour, if there is nothing. Can be repeated.
   *
   * @throws ServiceError `conflict` with what is in the way; `unavailable` when a service does not answer.
   */
  close(customerId: string): Promise<void>;
  /** Takes that back. */
  reopen(customerId: string): Promise<void>;
}

/**
 * Deletes an account that holds nothing any more: no money, no order under way. The others close theirs first, so that
 * nothing comes in meanwhile, by a token that lives on for 15 minutes, or in the same moment. When the account stays after
 * all they open again; should this function die in between, they do so by themselves after an hour.
 *
 * @throws ServiceError as `Accounts.remove` and `Holdings.close` say.
 */
export async function removeAccount(
  { accounts, holdings }: { accounts: Accounts; holdings: Holdings },
  holder: TokenHolder,
  signedInAt: number,
): Promise<void> {
  await accounts.requireRemovable(holder, signedInAt);
  await holdings.close(holder.id);
  try {
    await accounts.remove(holder, signedInAt);
  } catch (thrown) {
    // Of an account that is gone, whatever came after that, nothing is opened again.
    await accounts
      .get(holder.id)
      .then(() => holdings.reopen(holder.id))
      .catch((cause) => log.warn('not opened again: that happens after an hour', { cause: String(cause) }));
    throw thrown;
  }
}
