import type { Email } from '../rendering/email.ts';
import { greeting } from '../rendering/harmless.ts';
import type { Language } from '../rendering/translate.ts';

type Words = Omit<Email, 'language'>;

const WORDS: Record<Language, (name: string) => Words> = {
  en: (name) => ({
    subject: name ? `Welcome, ${name}` : 'Welcome',
    greeting: greeting('Hello', name),
    body: [
      'your account is ready: sign in with your email address and your password.',
      'We write to you when one of your orders is confirmed or cancelled. You can turn that off, and choose your language, in the preferences of your account.',
      'If you did not register, somebody has mistaken your address for theirs: tell us, and we delete the account.',
    ],
    closing: 'Your shop',
  }),
  de: (name) => ({
    subject: name ? `Willkommen, ${name}` : 'Willkommen',
    greeting: greeting('Hallo', name),
    body: [
      'dein Konto ist bereit: Melde dich mit deiner E-Mail-Adresse und deinem Passwort an.',
      'Wir schreiben dir, wenn eine deiner Bestellungen bestätigt oder storniert ist. Das und deine Sprache stellst du in den Einstellungen deines Kontos ein.',
      'Wenn du dich nicht angemeldet hast, hat jemand deine Adresse mit seiner verwechselt: Sag uns Bescheid, und wir löschen das Konto.',
    ],
    closing: 'Dein Shop',
  }),
};

/** What somebody reads who has just registered. */
export const welcomeEmail = (language: Language, name: string): Email => ({
  language,
  ...WORDS[language](name),
});
