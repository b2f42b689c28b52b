import type { EventOf } from '../contracts/events.ts';
import type { Contact } from './contact.ts';
import { formatCount, formatMoney, formatTime } from './rendering/format.ts';
import { type RenderedEmail, renderLetter } from './rendering/letter.ts';
import { languageOf } from './rendering/translate.ts';
import { orderCancelledLetter } from './templates/order-cancelled.ts';
import { orderConfirmedLetter } from './templates/order-confirmed.ts';
import { welcomeLetter } from './templates/welcome.ts';

/** The email to somebody who has registered. */
export const writeWelcome = ({ name, preferences }: Contact): RenderedEmail =>
  renderLetter(welcomeLetter(languageOf(preferences.locale), name));

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
