import type { Reader } from './format.ts';

/** The languages that emails are written in; the first is for everybody else. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Somebody as an email is written to them: the language of its words, and how it writes amounts and dates. */
export type Addressee = Reader & { language: Language };

/**
 * How somebody is written to. `de-AT` is written to in `de`, with the amounts and dates of Austria. A locale whose language
 * there are no emails in falls back whole: who reads English words for `ar-EG` reads English numbers and dates with them.
 * The time zone is where somebody is, so it stays.
 */
export function addresseeOf({ locale, timeZone }: Reader): Addressee {
  const [wanted] = locale.split('-');
  const language = LANGUAGES.find((known) => known === wanted);
  return language
    ? { language, locale, timeZone }
    : { language: LANGUAGES[0], locale: LANGUAGES[0], timeZone };
}
