import { log } from '../platform/log.ts';
import type { Accounts } from './accounts.ts';
import type { TokenHolder } from './token-holder.ts';

/** What other services hold for a customer: money, and orders under way. */
export interface Holdings {
  /**
   * Has each service close the customer for an hour, if it holds nothing: it then takes no money and no order. Can be repeated.
   *
   * @throws ServiceError `conflict` with what a service still holds; `unavailable` when one does not answer.
   */
  close(customerId: string): Promise<void>;
  /** Ends what `close` began. */
  reopen(customerId: string): Promise<void>;
}

/**
 * Deletes an account without money and without orders under way. The other services close the customer first, since its
 * access token stays valid for 15 minutes. When the account is not deleted after all they reopen; if this function dies in
 * between, they do so by themselves after an hour.
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
    // When the account itself was deleted, whatever failed afterwards, nothing is reopened.
    await accounts
      .get(holder.id)
      .then(() => holdings.reopen(holder.id))
      .catch((cause) => log.warn('not opened again: that happens after an hour', { cause: String(cause) }));
    throw thrown;
  }
}
