import type { Bill, Email } from '../rendering/email.ts';
import { greeting } from '../rendering/harmless.ts';
import type { Language } from '../rendering/translate.ts';

export interface ConfirmedOrder {
  name: string;
  orderId: string;
  /** When, as the reader writes it. */
  time: string;
  bill: Bill['rows'];
  total: string;
}

type Words = Omit<Email, 'language'>;

const WORDS: Record<Language, (order: ConfirmedOrder) => Words> = {
  en: ({ name, orderId, time, bill, total }) => ({
    subject: `Your order ${orderId} is confirmed`,
    greeting: greeting('Hello', name),
    body: [
      `we confirmed your order ${orderId} on ${time}. The amount was taken from your account.`,
      { rows: bill, total: ['Total', total] },
    ],
    closing: 'Thank you,\nyour shop',
  }),
  de: ({ name, orderId, time, bill, total }) => ({
    subject: `Deine Bestellung ${orderId} ist bestätigt`,
    greeting: greeting('Hallo', name),
    body: [
      `wir haben deine Bestellung ${orderId} am ${time} bestätigt. Der Betrag wurde von deinem Konto abgebucht.`,
      { rows: bill, total: ['Summe', total] },
    ],
    closing: 'Danke,\ndein Shop',
  }),
};

/** What somebody reads whose order is confirmed. */
export const orderConfirmedEmail = (language: Language, order: ConfirmedOrder): Email => ({
  language,
  ...WORDS[language](order),
});
