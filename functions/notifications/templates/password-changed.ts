import type { Email } from '../rendering/email.ts';
import { greeting } from '../rendering/harmless.ts';
import type { Language } from '../rendering/translate.ts';

export interface PasswordChanged {
  name: string;
  /** When, as the reader writes it. */
  time: string;
  /** Where a link can be asked for by which another one is chosen. */
  page: string;
}

type Words = Omit<Email, 'language'>;

const WORDS: Record<Language, (change: PasswordChanged) => Words> = {
  en: ({ name, time, page }) => ({
    subject: 'Your password was changed',
    greeting: greeting('Hello', name),
    body: [
      `the password of your account was changed on ${time}, and everybody who was signed in with it is signed out.`,
      'If it was you, do nothing. If it was not, ask for a link here, by which you choose another one:',
      { label: 'Ask for a link', url: page },
    ],
    closing: 'Your shop',
  }),
  de: ({ name, time, page }) => ({
    subject: 'Dein Passwort wurde geändert',
    greeting: greeting('Hallo', name),
    body: [
      `das Passwort deines Kontos wurde am ${time} geändert, und alle, die angemeldet waren, sind abgemeldet.`,
      'Wenn du das warst, brauchst du nichts zu tun. Wenn nicht, fordere hier einen Link an, mit dem du ein anderes wählst:',
      { label: 'Link anfordern', url: page },
    ],
    closing: 'Dein Shop',
  }),
};

/** What somebody reads whose password is another one. */
export const passwordChangedEmail = (language: Language, change: PasswordChanged): Email => ({
  language,
  ...WORDS[language](change),
});
