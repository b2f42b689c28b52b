import type { Money } from '../../contracts/money.ts';
import type { Preferences } from '../../contracts/preferences.ts';

/** How somebody reads amounts and dates. */
export type Reader = Pick<Preferences, 'locale' | 'timeZone'>;

/** Formats that are kept at most, of each kind: each takes some 10 KB, and more languages than that are rare. */
const KEPT = 50;

/** Keeps what `make` makes, the last {@link KEPT} of it: a format takes a hundred times longer to make than to use. */
function kept<Key extends string[], Format>(make: (...key: Key) => Format): (...key: Key) => Format {
  const formats = new Map<string, Format>();
  return (...key) => {
    const name = key.join(' ');
    const format = formats.get(name) ?? make(...key);
    formats.delete(name);
    formats.set(name, format);
    if (formats.size > KEPT) formats.delete(formats.keys().next().value!);
    return format;
  };
}

const moneyFormat = kept(
  (locale: string, currency: string) => new Intl.NumberFormat(locale, { style: 'currency', currency }),
);
const countFormat = kept((locale: string) => new Intl.NumberFormat(locale));
const timeFormat = kept(
  (locale: string, timeZone: string) =>
    new Intl.DateTimeFormat(locale, {
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone,
    }),
);

/** An amount as the reader writes it, as in `12,50 €` or `€12.50`. The currency says how many minor units a unit has. */
export function formatMoney({ amount, currency }: Money, { locale }: Reader): string {
  const format = moneyFormat(locale, currency);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

/** A date and time (RFC 3339) as the reader writes it, with the zone's name. */
export const formatTime = (time: string, { locale, timeZone }: Reader): string =>
  timeFormat(locale, timeZone).format(new Date(time));

/** A whole number as the reader writes it. */
export const formatCount = (count: number, { locale }: Reader): string => countFormat(locale).format(count);
