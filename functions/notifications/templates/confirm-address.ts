import type { Email } from '../rendering/email.ts';
import type { Language } from '../rendering/translate.ts';

export interface ConfirmAddress {
  url: string;
  /** Where another link can be asked for. */
  page: string;
  /** Until when the link works, as the reader writes it. */
  until: string;
}

type Words = Omit<Email, 'language'>;

const WORDS: Record<Language, (link: ConfirmAddress) => Words> = {
  en: ({ url, page, until }) => ({
    subject: 'Welcome: confirm your email address',
    greeting: 'Hello,',
    body: [
      'somebody, probably you, has given this address to our shop. Confirm that it is yours:',
      { label: 'Confirm the address', url },
      `The link works until ${until}. After that you can ask for another one:`,
      { label: 'Ask for another link', url: page },
      'Until then we send nothing else here. If it was not you, do nothing.',
    ],
    closing: 'Your shop',
  }),
  de: ({ url, page, until }) => ({
    subject: 'Willkommen: Bestätige deine E-Mail-Adresse',
    greeting: 'Hallo,',
    body: [
      'jemand, wahrscheinlich du, hat unserem Shop diese Adresse genannt. Bestätige, dass sie dir gehört:',
      { label: 'Adresse bestätigen', url },
      `Der Link gilt bis ${until}. Danach kannst du einen neuen anfordern:`,
      { label: 'Neuen Link anfordern', url: page },
      'Bis dahin schicken wir nichts anderes hierher. Wenn du es nicht warst, brauchst du nichts zu tun.',
    ],
    closing: 'Dein Shop',
  }),
};

/** Without a page for another link: who has not asked for the change should not ask for one. */
const CHANGE_WORDS: Record<Language, (link: ConfirmAddress) => Words> = {
  en: ({ url, until }) => ({
    subject: 'Confirm the new email address of an existing account',
    greeting: 'Hello,',
    body: [
      'an existing account of our shop is to get this address. This is no new account: somebody has used it before, and can take this change back for 72 hours, with everything that is on the account by then.',
      'If you did not ask for this, do not confirm it, and do nothing. If you did, confirm it:',
      { label: 'Give the account this address', url },
      `The link works until ${until}.`,
    ],
    closing: 'Your shop',
  }),
  de: ({ url, until }) => ({
    subject: 'Bestätige die neue E-Mail-Adresse eines bestehenden Kontos',
    greeting: 'Hallo,',
    body: [
      'ein bestehendes Konto unseres Shops soll diese Adresse bekommen. Es ist kein neues Konto: Jemand hat es schon benutzt und kann diese Änderung 72 Stunden lang rückgängig machen, mit allem, was dann auf dem Konto ist.',
      'Wenn du das nicht wolltest, bestätige es nicht und tu nichts. Wenn doch, bestätige es:',
      { label: 'Dem Konto diese Adresse geben', url },
      `Der Link gilt bis ${until}.`,
    ],
    closing: 'Dein Shop',
  }),
};

/**
 * What is sent to another address that an account is to get. It says that the account exists, or whoever reads it takes the account
 * of somebody else for a new one of their own.
 */
export const confirmChangeEmail = (language: Language, link: ConfirmAddress): Email => ({
  language,
  ...CHANGE_WORDS[language](link),
});

/** What is sent to the address of a new account, of which nobody has shown that they read it. */
export const confirmAddressEmail = (language: Language, link: ConfirmAddress): Email => ({
  language,
  ...WORDS[language](link),
});
