/** A moment as people of this browser read it, to the second; `withMs` to the millisecond. */
export const timeText = (at: string, withMs = false): string =>
  new Date(at).toLocaleString('en-GB', {
    ...(isToday(at) ? {} : { year: 'numeric', month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(withMs && { fractionalSecondDigits: 3 }),
  });

const isToday = (at: string): boolean => new Date(at).toDateString() === new Date().toDateString();

/** How long something took or is ago, in the two largest units: `1.2 s`, `3 min 4 s`, `2 d 3 h`. */
export function durationText(ms: number): string {
  if (!Number.isFinite(ms)) return 'unknown';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ] as const;
  const first = units.findIndex(([size]) => ms >= size);
  const [size, unit] = units[first]!;
  const next = units[first + 1];
  const rest = next ? Math.floor((ms % size) / next[0]) : 0;
  return `${Math.floor(ms / size)} ${unit}${rest && next ? ` ${rest} ${next[1]}` : ''}`;
}

export const agoText = (at: string, now = Date.now()): string =>
  `${durationText(Math.max(0, now - Date.parse(at)))} ago`;

/** Money in minor units, as people write it: `12.50 EUR`. */
export function moneyText({ amount, currency }: { amount: number; currency: string }): string {
  // What is no code of a currency is told as it stands.
  if (!/^[a-z]{3}$/i.test(currency)) return `${amount} ${currency}`;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}

/** One or many of something: `1 order`, `2 orders`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
