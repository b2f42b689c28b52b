import type { Email } from '../rendering/email.ts';
import { greeting } from '../rendering/harmless.ts';
import type { Language } from '../rendering/translate.ts';

export interface AddressChanging {
  name: string;
  url: string;
  /** Until when the link works, as the reader writes it. */
  until: string;
  /** Whether the account has another address already, or is about to. */
  done: boolean;
}

type Words = Omit<Email, 'language'>;

const WORDS: Record<Language, (change: AddressChanging) => Words> = {
  en: ({ name, url, until, done }) => ({
    subject: done
      ? 'The email address of your account was changed'
      : 'The email address of your account is to be changed',
    greeting: greeting('Hello', name),
    body: [
      done
        ? 'your account has another email address now.'
        : 'somebody, probably you, has asked for another email address for your account.',
      'If it was you, do nothing. If it was not, take it back: your account gets this address again, everybody is signed out, and you choose a new password.',
      { label: 'Take the change back', url },
      `The link works until ${until}.`,
    ],
    closing: 'Your shop',
  }),
  de: ({ name, url, until, done }) => ({
    subject: done
      ? 'Die E-Mail-Adresse deines Kontos wurde geändert'
      : 'Die E-Mail-Adresse deines Kontos soll geändert werden',
    greeting: greeting('Hallo', name),
    body: [
      done
        ? 'dein Konto hat jetzt eine andere E-Mail-Adresse.'
        : 'jemand, wahrscheinlich du, will die E-Mail-Adresse deines Kontos ändern.',
      'Wenn du das warst, brauchst du nichts zu tun. Wenn nicht, mach es rückgängig: Dein Konto bekommt wieder diese Adresse, alle werden abgemeldet, und du wählst ein neues Passwort.',
      { label: 'Änderung rückgängig machen', url },
      `Der Link gilt bis ${until}.`,
    ],
    closing: 'Dein Shop',
  }),
};

/** What is sent to the address that an account leaves. */
export const addressChangingEmail = (language: Language, change: AddressChanging): Email => ({
  language,
  ...WORDS[language](change),
});
