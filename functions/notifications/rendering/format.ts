import type { Money } from '../../contracts/money.ts';
import type { Preferences } from '../../contracts/preferences.ts';

/** How somebody reads amounts and dates. */
export type Reader = Pick<Preferences, 'locale' | 'timeZone'>;

/** An amount as the reader writes it, as in `12,50 €` or `€12.50`. The currency says how many minor units a unit has. */
export function formatMoney({ amount, currency }: Money, { locale }: Reader): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

/** A date and time (RFC 3339) as the reader writes it, with the zone's name. */
export function formatTime(time: string, { locale, timeZone }: Reader): string {
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(time));
}

/** A whole number as the reader writes it. */
export const formatCount = (count: number, { locale }: Reader): string =>
  new Intl.NumberFormat(locale).format(count);
