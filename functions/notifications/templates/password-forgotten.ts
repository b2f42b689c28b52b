import type { Email } from '../rendering/email.ts';
import { greeting } from '../rendering/harmless.ts';
import type { Language } from '../rendering/translate.ts';
import type { PasswordLinkEmail } from './invitation.ts';

type NamedLink = PasswordLinkEmail & { name: string };

type Words = Omit<Email, 'language'>;

const WORDS: Record<Language, (link: NamedLink) => Words> = {
  en: ({ name, url, page, until }) => ({
    subject: 'Choose a new password',
    greeting: greeting('Hello', name),
    body: [
      'somebody, probably you, has asked for a new password of your account.',
      { label: 'Choose a new password', url },
      `The link works once, until ${until}. After that you can ask for another one:`,
      { label: 'Ask for another link', url: page },
      'If it was not you, do nothing: your password stays as it is.',
    ],
    closing: 'Your shop',
  }),
  de: ({ name, url, page, until }) => ({
    subject: 'Wähle ein neues Passwort',
    greeting: greeting('Hallo', name),
    body: [
      'jemand, wahrscheinlich du, hat für dein Konto ein neues Passwort angefordert.',
      { label: 'Neues Passwort wählen', url },
      `Der Link gilt einmal, bis ${until}. Danach kannst du einen neuen anfordern:`,
      { label: 'Neuen Link anfordern', url: page },
      'Wenn du es nicht warst, brauchst du nichts zu tun: Dein Passwort bleibt, wie es ist.',
    ],
    closing: 'Dein Shop',
  }),
};

/** What somebody reads who has forgotten the password. */
export const passwordForgottenEmail = (language: Language, link: NamedLink): Email => ({
  language,
  ...WORDS[language](link),
});
