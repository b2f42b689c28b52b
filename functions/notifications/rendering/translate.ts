/** The languages that emails are written in; the first is for everybody else. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of a locale that there are emails in: `de-AT` is written to in `de`, `fr` in `en`. */
export function languageOf(locale: string): Language {
  const [language] = locale.split('-');
  return LANGUAGES.find((known) => known === language) ?? LANGUAGES[0];
}
