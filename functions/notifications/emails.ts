import type { EventOf } from '../contracts/events.ts';
import type { Contact } from './contact.ts';
import { type RenderedEmail, renderEmail } from './rendering/email.ts';
import { formatCount, formatMoney, formatTime } from './rendering/format.ts';
import { harmless } from './rendering/harmless.ts';
import { addresseeOf } from './rendering/translate.ts';
import { addressChangingEmail } from './templates/address-changing.ts';
import { confirmAddressEmail, confirmChangeEmail } from './templates/confirm-address.ts';
import { invitationEmail } from './templates/invitation.ts';
import { orderCancelledEmail } from './templates/order-cancelled.ts';
import { orderConfirmedEmail } from './templates/order-confirmed.ts';
import { passwordChangedEmail } from './templates/password-changed.ts';
import { passwordForgottenEmail } from './templates/password-forgotten.ts';
import { welcomeEmail } from './templates/welcome.ts';

/** The email to somebody who has registered, and whose address needs no link. */
export const writeWelcome = ({ name, preferences }: Contact): RenderedEmail =>
  renderEmail(welcomeEmail(addresseeOf(preferences).language, harmless(name)));

/** What an email with a password link needs of the link. */
export interface LinkInEmail {
  /** With its token. */
  url: string;
  /** Where another one can be asked for. */
  page: string;
  /** RFC 3339. */
  expiresAt: string;
}

/** The email to somebody for whom an account was made: it has no password yet. */
export function writeInvitation({ preferences }: Contact, link: LinkInEmail): RenderedEmail {
  const to = addresseeOf(preferences);
  return renderEmail(
    invitationEmail(to.language, {
      ...link,
      until: formatTime(link.expiresAt, to),
    }),
  );
}

/** The email to somebody who has forgotten the password, or for whom somebody else has said so. */
export function writePasswordForgotten({ name, preferences }: Contact, link: LinkInEmail): RenderedEmail {
  const to = addresseeOf(preferences);
  return renderEmail(
    passwordForgottenEmail(to.language, {
      ...link,
      name: harmless(name),
      until: formatTime(link.expiresAt, to),
    }),
  );
}

/**
 * The email to an address of which nobody has shown that they read it. It may be a stranger's: it holds nothing that who gave
 * the address has written.
 */
export function writeConfirmAddress({ preferences }: Contact, link: LinkInEmail): RenderedEmail {
  const to = addresseeOf(preferences);
  return renderEmail(confirmAddressEmail(to.language, { ...link, until: formatTime(link.expiresAt, to) }));
}

/** The email to an address that an account which exists already is to get. It may be a stranger's, too. */
export function writeConfirmChange({ preferences }: Contact, link: LinkInEmail): RenderedEmail {
  const to = addresseeOf(preferences);
  return renderEmail(confirmChangeEmail(to.language, { ...link, until: formatTime(link.expiresAt, to) }));
}

/** The email to an address that an account is about to leave, or has left. It does not say for which. */
export function writeAddressChanging(
  { name, preferences }: Contact,
  { done, ...link }: LinkInEmail & { done: boolean },
): RenderedEmail {
  const to = addresseeOf(preferences);
  const until = formatTime(link.expiresAt, to);
  return renderEmail(addressChangingEmail(to.language, { ...link, name: harmless(name), until, done }));
}

/** The email to somebody whose password is another one now. */
export function writePasswordChanged(
  { name, preferences }: Contact,
  { time, page }: { time: string; page: string },
): RenderedEmail {
  const to = addresseeOf(preferences);
  return renderEmail(
    passwordChangedEmail(to.language, { name: harmless(name), time: formatTime(time, to), page }),
  );
}

/** The email about an order that was confirmed, with its lines: products by name, or by sku while that is not known. */
export function writeOrderConfirmed(
  { name, preferences }: Contact,
  { time, data }: EventOf<'order.confirmed'>,
  names: ReadonlyMap<string, string> = new Map(),
): RenderedEmail {
  const to = addresseeOf(preferences);
  const bill = data.items.map(({ sku, quantity, unitPrice }) => {
    const amount = formatMoney({ ...unitPrice, amount: unitPrice.amount * quantity }, to);
    return [
      names.get(sku) ?? sku,
      `${formatCount(quantity, to)} × ${formatMoney(unitPrice, to)}`,
      amount,
    ] as const;
  });
  return renderEmail(
    orderConfirmedEmail(to.language, {
      name: harmless(name),
      orderId: data.orderId,
      time: formatTime(time, to),
      bill,
      total: formatMoney(data.total, to),
    }),
  );
}

/** The email about an order that was cancelled, with the reason. */
export function writeOrderCancelled(
  { name, preferences }: Contact,
  { time, data }: EventOf<'order.cancelled'>,
): RenderedEmail {
  const to = addresseeOf(preferences);
  return renderEmail(
    orderCancelledEmail(to.language, {
      name: harmless(name),
      orderId: data.orderId,
      time: formatTime(time, to),
      total: formatMoney(data.total, to),
      reason: data.reason,
    }),
  );
}
