import type { Email } from '../rendering/email.ts';
import type { Language } from '../rendering/translate.ts';

/** What both emails with a password link are about. */
export interface PasswordLinkEmail {
  url: string;
  /** Where another link can be asked for. */
  page: string;
  /** Until when the link works, as the reader writes it. */
  until: string;
}

type Words = Omit<Email, 'language'>;

const WORDS: Record<Language, (link: PasswordLinkEmail) => Words> = {
  en: ({ url, page, until }) => ({
    subject: 'Welcome: choose your password',
    greeting: 'Hello,',
    body: [
      'we have made an account for you at this address. Choose a password, and it is yours:',
      { label: 'Choose your password', url },
      `The link works once, until ${until}. After that you can ask for another one:`,
      { label: 'Ask for another link', url: page },
      'If you know nothing of this, do nothing: without a password nobody can use the account.',
    ],
    closing: 'Your shop',
  }),
  de: ({ url, page, until }) => ({
    subject: 'Willkommen: Wähle dein Passwort',
    greeting: 'Hallo,',
    body: [
      'wir haben unter dieser Adresse ein Konto für dich angelegt. Wähle ein Passwort, dann gehört es dir:',
      { label: 'Passwort wählen', url },
      `Der Link gilt einmal, bis ${until}. Danach kannst du einen neuen anfordern:`,
      { label: 'Neuen Link anfordern', url: page },
      'Wenn du davon nichts weißt, brauchst du nichts zu tun: Ohne Passwort kann niemand das Konto benutzen.',
    ],
    closing: 'Dein Shop',
  }),
};

/** What somebody reads for whom staff or a service has made an account. */
export const invitationEmail = (language: Language, link: PasswordLinkEmail): Email => ({
  language,
  ...WORDS[language](link),
});
