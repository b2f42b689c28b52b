import * as z from 'zod/mini';

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A language and, if it matters, a script and a region, as in `en`, `de-AT` or `zh-Hant-TW` (BCP 47). */
export const Locale = z
  .string()
  .check(
    z.regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, 'Expected a language such as de or de-AT'),
  );

/** A zone of the IANA database, as in `Europe/Berlin`. */
export const TimeZone = z
  .string()
  .check(z.maxLength(64), z.refine(isTimeZone, 'Expected a time zone such as Europe/Berlin'));

/**
 * How a user wants to be written to. The users service owns them; others learn of them by events and keep a copy.
 * Strict, for the API: events carry the same fields, but consumers ignore what a newer producer adds.
 */
export const Preferences = z.strictObject({
  /** Emails about what becomes of an order. */
  orderEmails: z.boolean(),
  /** Emails about what is new in the shop. */
  newsEmails: z.boolean(),
  /** The language of emails, and how they write amounts and dates. */
  locale: Locale,
  timeZone: TimeZone,
});
export type Preferences = z.infer<typeof Preferences>;

/** What holds for somebody who has not chosen. News are not sent to anybody who has not asked for them. */
export const DEFAULT_PREFERENCES: Preferences = {
  orderEmails: true,
  newsEmails: false,
  locale: 'en',
  timeZone: 'UTC',
};
