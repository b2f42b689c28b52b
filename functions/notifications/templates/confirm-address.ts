import type { Letter } from '../rendering/letter.ts';
import type { Language } from '../rendering/translate.ts';

export interface ConfirmAddress {
  url: string;
  /** Where another link can be asked for. */
  page: string;
  /** Until when the link works, as the reader writes it. */
  until: string;
}

type Words = Omit<Letter, 'language'>;

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

/** What is sent to an address of which nobody has shown that they read it: the one email of its kind. */
export const confirmAddressLetter = (language: Language, link: ConfirmAddress): Letter => ({
  language,
  ...WORDS[language](link),
});
