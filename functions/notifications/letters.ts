import type { EventOf } from '../contracts/events.ts';
import type { Contact } from './contact.ts';
import { formatCount, formatMoney, formatTime } from './rendering/format.ts';
import { type RenderedEmail, renderLetter } from './rendering/letter.ts';
import { addresseeOf } from './rendering/translate.ts';
import { invitationLetter } from './templates/invitation.ts';
import { orderCancelledLetter } from './templates/order-cancelled.ts';
import { orderConfirmedLetter } from './templates/order-confirmed.ts';
import { passwordForgottenLetter } from './templates/password-forgotten.ts';
import { welcomeLetter } from './templates/welcome.ts';

/** The email to somebody who has registered. */
export const writeWelcome = ({ name, preferences }: Contact): RenderedEmail =>
  renderLetter(welcomeLetter(addresseeOf(preferences).language, name));

/** What an email with a password link needs of the link. */
export interface LinkInLetter {
  /** With its token. */
  url: string;
  /** Where another one can be asked for. */
  page: string;
  /** RFC 3339. */
  expiresAt: string;
}

/** The email to somebody for whom an account was made: it has no password yet. */
export function writeInvitation({ name, preferences }: Contact, link: LinkInLetter): RenderedEmail {
  const to = addresseeOf(preferences);
  return renderLetter(
    invitationLetter(to.language, {
      ...link,
      name,
      until: formatTime(link.expiresAt, to),
    }),
  );
}

/** The email to somebody who has forgotten the password, or for whom somebody else has said so. */
export function writePasswordForgotten({ name, preferences }: Contact, link: LinkInLetter): RenderedEmail {
  const to = addresseeOf(preferences);
  return renderLetter(
    passwordForgottenLetter(to.language, {
      ...link,
      name,
      until: formatTime(link.expiresAt, to),
    }),
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
  return renderLetter(
    orderConfirmedLetter(to.language, {
      name,
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
  return renderLetter(
    orderCancelledLetter(to.language, {
      name,
      orderId: data.orderId,
      time: formatTime(time, to),
      total: formatMoney(data.total, to),
      reason: data.reason,
    }),
  );
}
