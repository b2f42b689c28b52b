import type { EventOf } from '../contracts/events.ts';
import type { Contact } from './contact.ts';
import { formatCount, formatMoney, formatTime } from './rendering/format.ts';
import { type RenderedEmail, renderLetter } from './rendering/letter.ts';
import { languageOf } from './rendering/translate.ts';
import { invitationLetter } from './templates/invitation.ts';
import { orderCancelledLetter } from './templates/order-cancelled.ts';
import { orderConfirmedLetter } from './templates/order-confirmed.ts';
import { passwordForgottenLetter } from './templates/password-forgotten.ts';
import { welcomeLetter } from './templates/welcome.ts';

/** The email to somebody who has registered. */
export const writeWelcome = ({ name, preferences }: Contact): RenderedEmail =>
  renderLetter(welcomeLetter(languageOf(preferences.locale), name));

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
export const writeInvitation = ({ name, preferences }: Contact, link: LinkInLetter): RenderedEmail =>
  renderLetter(
    invitationLetter(languageOf(preferences.locale), {
      ...link,
      name,
      until: formatTime(link.expiresAt, preferences),
    }),
  );

/** The email to somebody who has forgotten the password, or for whom somebody else has said so. */
export const writePasswordForgotten = ({ name, preferences }: Contact, link: LinkInLetter): RenderedEmail =>
  renderLetter(
    passwordForgottenLetter(languageOf(preferences.locale), {
      ...link,
      name,
      until: formatTime(link.expiresAt, preferences),
    }),
  );

/** The email about an order that was confirmed, with its lines: products by name, or by sku while that is not known. */
export function writeOrderConfirmed(
  { name, preferences }: Contact,
  { time, data }: EventOf<'order.confirmed'>,
  names: ReadonlyMap<string, string> = new Map(),
): RenderedEmail {
  const bill = data.items.map(({ sku, quantity, unitPrice }) => {
    const amount = formatMoney({ ...unitPrice, amount: unitPrice.amount * quantity }, preferences);
    return [
      names.get(sku) ?? sku,
      `${formatCount(quantity, preferences)} × ${formatMoney(unitPrice, preferences)}`,
      amount,
    ] as const;
  });
  return renderLetter(
    orderConfirmedLetter(languageOf(preferences.locale), {
      name,
      orderId: data.orderId,
      time: formatTime(time, preferences),
      bill,
      total: formatMoney(data.total, preferences),
    }),
  );
}

/** The email about an order that was cancelled, with the reason. */
export const writeOrderCancelled = (
  { name, preferences }: Contact,
  { time, data }: EventOf<'order.cancelled'>,
): RenderedEmail =>
  renderLetter(
    orderCancelledLetter(languageOf(preferences.locale), {
      name,
      orderId: data.orderId,
      time: formatTime(time, preferences),
      total: formatMoney(data.total, preferences),
      reason: data.reason,
    }),
  );
