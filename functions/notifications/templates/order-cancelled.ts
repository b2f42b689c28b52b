import type { BusinessRejectionName } from '../../contracts/business-rejections.ts';
import type { Email } from '../rendering/email.ts';
import { greeting } from '../rendering/harmless.ts';
import type { Language } from '../rendering/translate.ts';

export interface CancelledOrder {
  name: string;
  orderId: string;
  /** When, as the reader writes it. */
  time: string;
  total: string;
  /** Why, as the event tells it (in English). */
  reason: { code: string; message: string };
}

type Words = Omit<Email, 'language'>;

/** The reasons that a customer can do something about, or wants to know; others are told in general words. */
const GERMAN: Partial<Record<BusinessRejectionName, string>> = {
  OutOfStock: 'Für diese Bestellung ist nicht genug auf Lager.',
  UnknownProduct: 'Ein Produkt dieser Bestellung wird nicht mehr verkauft.',
  InsufficientFunds: 'Das Guthaben reicht für diese Bestellung nicht aus.',
  CurrencyMismatch: 'Das Konto wird in einer anderen Währung geführt als diese Bestellung.',
};

const inGerman = (code: string): string =>
  (Object.hasOwn(GERMAN, code) && GERMAN[code as BusinessRejectionName]) ||
  'Die Bestellung konnte nicht abgeschlossen werden.';

const WORDS: Record<Language, (order: CancelledOrder) => Words> = {
  en: ({ name, orderId, time, total, reason }) => ({
    subject: `Your order ${orderId} was cancelled`,
    greeting: greeting('Hello', name),
    body: [
      `your order ${orderId} over ${total} was cancelled on ${time}. ${reason.message}`,
      'You have not paid for it: if the amount was taken from your account, it was given back.',
    ],
    closing: 'Your shop',
  }),
  de: ({ name, orderId, time, total, reason }) => ({
    subject: `Deine Bestellung ${orderId} wurde storniert`,
    greeting: greeting('Hallo', name),
    body: [
      `deine Bestellung ${orderId} über ${total} wurde am ${time} storniert. ${inGerman(reason.code)}`,
      'Du hast nichts bezahlt: Wurde der Betrag von deinem Konto abgebucht, haben wir ihn zurückgebucht.',
    ],
    closing: 'Dein Shop',
  }),
};

/** What somebody reads whose order was cancelled. */
export const orderCancelledEmail = (language: Language, order: CancelledOrder): Email => ({
  language,
  ...WORDS[language](order),
});
