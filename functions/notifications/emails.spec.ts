import { describe, expect, it } from 'vitest';
import type { EventOf } from '../contracts/events.ts';
import { DEFAULT_PREFERENCES } from '../contracts/preferences.ts';
import {
  writeAddressChanging,
  writeConfirmAddress,
  writeConfirmChange,
  writeInvitation,
  writeOrderCancelled,
  writeOrderConfirmed,
  writePasswordChanged,
  writePasswordForgotten,
  writeWelcome,
} from './emails.ts';

const contact = (locale: string, more: { name?: string; timeZone?: string } = {}) => ({
  userId: 'u',
  name: more.name ?? 'Ada',
  email: 'ada@example.com',
  preferences: { ...DEFAULT_PREFERENCES, locale, timeZone: more.timeZone ?? 'UTC' },
});

const settled = (currency: string, amount: number, sku = 'scale') => ({
  time: '2026-11-24T23:30:00.000Z',
  data: {
    orderId: 'o1',
    customerId: 'u',
    items: [{ sku, quantity: 1_000, unitPrice: { amount, currency } }],
    total: { amount: amount * 1_000, currency },
    reason: { code: 'OutOfStock', message: 'There is not enough stock for this order.' },
  },
});
const confirmed = (...args: Parameters<typeof settled>) =>
  settled(...args) as unknown as EventOf<'order.confirmed'>;
const cancelled = (...args: Parameters<typeof settled>) =>
  settled(...args) as unknown as EventOf<'order.cancelled'>;

/** Amounts hold narrow and no-break spaces, which look the same as others. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('amounts and counts', () => {
  it.each([
    ['en', 'EUR', 4_550, '€45,500.00', '1,000 × €45.50'],
    ['en-US', 'USD', 5, '$50.00', '1,000 × $0.05'],
    ['de', 'EUR', 4_550, '45.500,00 €', '1.000 × 45,50 €'],
    ['de-AT', 'EUR', 4_550, '€ 45.500,00', '1 000 × € 45,50'],
    // Who reads English words reads English numbers with them.
    ['pt-BR', 'BRL', 4_550, 'R$45,500.00', '1,000 × R$45.50'],
    ['ja', 'JPY', 4_550, '¥4,550,000', '1,000 × ¥4,550'],
    ['ar-EG', 'EUR', 4_550, '€45,500.00', '1,000 × €45.50'],
    ['fa', 'EUR', 4_550, '€45,500.00', '1,000 × €45.50'],
    ['hi', 'INR', 4_550_000, '₹45,500,000.00', '1,000 × ₹45,500.00'],
    ['den', 'EUR', 4_550, '€45,500.00', '1,000 × €45.50'],
    ['zz', 'EUR', 4_550, '€45,500.00', '1,000 × €45.50'],
    ['en', 'KWD', 4_550, 'KWD 4,550.000', '1,000 × KWD 4.550'],
  ])('%s reads %s', (locale, currency, amount, total, line) => {
    const { text, html } = writeOrderConfirmed(contact(locale), confirmed(currency, amount));

    for (const form of [plain(text), plain(html)]) {
      expect(form).toContain(total);
      expect(form).toContain(line);
    }
  });
});

describe('times', () => {
  it.each([
    ['en', 'UTC', 'November 24, 2026 at 11:30 PM UTC'],
    ['de', 'Europe/Berlin', '25. November 2026 um 00:30 MEZ'],
    ['en-GB', 'America/New_York', '24 November 2026 at 18:30 GMT-5'],
    ['ar-EG', 'Africa/Cairo', 'November 25, 2026 at 1:30 AM GMT+2'],
    ['th', 'Asia/Bangkok', 'November 25, 2026 at 6:30 AM GMT+7'],
  ])('%s in %s', (locale, timeZone, expected) => {
    const { text } = writeOrderConfirmed(contact(locale, { timeZone }), confirmed('EUR', 1));
    expect(plain(text)).toContain(expected);
  });
});

describe('languages', () => {
  it.each([
    ['de', 'Willkommen, Ada'],
    ['de-AT', 'Willkommen, Ada'],
    ['en-GB', 'Welcome, Ada'],
    ['fr', 'Welcome, Ada'],
    ['den', 'Welcome, Ada'],
  ])('%s is greeted with "%s"', (locale, subject) => {
    expect(writeWelcome(contact(locale)).subject).toBe(subject);
  });

  it.each([
    ['en', 'OutOfStock', 'There is not enough stock for this order.'],
    ['de', 'OutOfStock', 'nicht genug auf Lager'],
    ['de', 'TechnicalFailure', 'konnte nicht abgeschlossen werden'],
    ['de', 'toString', 'konnte nicht abgeschlossen werden'],
  ])('%s reads why it was cancelled: %s', (locale, code, expected) => {
    const event = cancelled('EUR', 1);
    event.data.reason.code = code;
    expect(writeOrderCancelled(contact(locale), event).text).toContain(expected);
  });
});

describe('password links', () => {
  const link = {
    page: 'https://shop.example/auth/password',
    url: 'https://shop.example/auth/password#a.b-_.c',
    expiresAt: '2026-11-24T23:30:00.000Z',
  };

  it.each([
    ['an invitation', 'en', writeInvitation, 'Welcome: choose your password', 'November 24, 2026 at 11:30'],
    ['an invitation', 'de', writeInvitation, 'Willkommen: Wähle dein Passwort', '24. November 2026 um 23:30'],
    ['forgotten', 'en', writePasswordForgotten, 'Choose a new password', 'November 24, 2026 at 11:30'],
    ['forgotten', 'de', writePasswordForgotten, 'Wähle ein neues Passwort', '24. November 2026 um 23:30'],
  ] as const)(
    '%s (%s) has the link, until when it works, and where to get another',
    (_, locale, write, subject, until) => {
      const email = write(contact(locale), link);

      expect(email.subject).toBe(subject);
      expect(email.text).toContain(`:\n${link.url}\n`);
      expect(email.text).toContain(`:\n${link.page}\n`);
      expect(email.html).toContain(`<a href="${link.url}">`);
      expect(email.html).toContain(`<a href="${link.page}">`);
      for (const form of [email.text, email.html]) expect(plain(form)).toContain(until);
    },
  );

  it('cannot leave their attribute', () => {
    const { html } = writeInvitation(contact('en'), { ...link, url: 'https://x/"><script>' });
    expect(html).not.toContain('<script>');
  });
});

describe('another address of an account', () => {
  const link = { page: 'https://shop/p', url: 'https://shop/e#t', expiresAt: '2026-11-24T23:30:00.000Z' };

  it.each([
    ['en', /existing account/, 'do not confirm it', '72 hours'],
    ['de', /bestehende.* Konto/, 'bestätige es nicht', '72 Stunden'],
  ])('is not confirmed like a new account (%s)', (locale, subject, warning, time) => {
    const email = writeConfirmChange(contact(locale), link);
    expect(email.subject).toMatch(subject);
    for (const form of [email.text, email.html]) {
      expect(plain(form)).toContain(warning);
      expect(plain(form)).toContain(time);
      expect(form).not.toMatch(/Welcome|Willkommen/);
      expect(form).not.toContain(link.page);
      expect(form).toContain(link.url);
    }
  });
});

describe('a locale whose language there are no emails in', () => {
  const link = { page: 'https://shop/p', url: 'https://shop/p#t', expiresAt: '2026-11-24T23:30:00.000Z' };

  it.each(['ar-EG', 'fa', 'ja', 'hi', 'th', 'my', 'zz'])('%s gets every email as English does', (locale) => {
    const [to, english] = [contact(locale), contact('en')];

    expect(writeWelcome(to)).toEqual(writeWelcome(english));
    expect(writeInvitation(to, link)).toEqual(writeInvitation(english, link));
    expect(writePasswordForgotten(to, link)).toEqual(writePasswordForgotten(english, link));
    for (const currency of ['EUR', 'JPY', 'KWD'])
      expect(writeOrderConfirmed(to, confirmed(currency, 5))).toEqual(
        writeOrderConfirmed(english, confirmed(currency, 5)),
      );
    expect(writeOrderCancelled(to, cancelled('EUR', 5))).toEqual(
      writeOrderCancelled(english, cancelled('EUR', 5)),
    );
  });
});

describe('products', () => {
  it.each([
    ['by name', new Map([['scale', 'Brewing scale']]), 'Brewing scale  1,000 ×'],
    ['by sku while the name is not known', new Map(), 'scale  1,000 ×'],
  ])('are called %s', (_, names, expected) => {
    expect(writeOrderConfirmed(contact('en'), confirmed('EUR', 1), names).text).toContain(`\n${expected}`);
  });
});

describe('what others have written', () => {
  const NAME = `<img src=x onerror="alert('1')"> & Sons`;

  it('cannot become markup', () => {
    const { html, text } = writeWelcome(contact('en', { name: NAME }));

    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Sons');
    expect(text).toContain(NAME);
  });

  it('cannot become a header', () => {
    const { subject } = writeWelcome(contact('en', { name: 'Ada\r\nBcc everybody' }));
    expect(subject).toBe('Welcome, Ada Bcc everybody');
  });

  it('cannot become markup in a line of an order', () => {
    const { html } = writeOrderConfirmed(contact('en'), confirmed('EUR', 1, '<b>sku'));
    expect(html).toContain('&lt;b&gt;sku');
  });
});

describe('a name', () => {
  const LINKS = [
    'https://evil.example/win',
    'Ada evil.example',
    'evil\u3002example',
    'evil\uff0eexample',
    'www evil',
    'ada@evil.example',
    'evil.example/win',
    '\uff48ttp\uff1a\uff0f\uff0fevil',
    'mailto:evil',
  ];
  const time = '2026-11-24T23:30:00.000Z';
  const link = { url: 'https://shop/#t', page: 'https://shop/page', expiresAt: time };

  it.each(LINKS)('that looks like an address of the web is in no email: %s', (name) => {
    const to = contact('en', { name });
    const emails = [
      writeWelcome(to),
      writeInvitation(to, link),
      writePasswordForgotten(to, link),
      writeConfirmAddress(to, link),
      writeConfirmChange(to, link),
      writeAddressChanging(to, { ...link, done: true }),
      writePasswordChanged(to, { time, page: link.page }),
      writeOrderConfirmed(to, confirmed('EUR', 1)),
      writeOrderCancelled(to, cancelled('EUR', 1)),
    ];
    for (const email of emails) {
      expect(JSON.stringify(email)).not.toMatch(/evil|\uff48/);
      expect(email.text).toMatch(/^Hello,\n/);
    }
  });

  it.each(['Ada', 'J.R.R. Tolkien', 'عَدَى', "O'Neil-Žižek", 'Ada 👩‍💻'])(
    'as people have them is said: %s',
    (name) => {
      expect(writeOrderConfirmed(contact('en', { name }), confirmed('EUR', 1)).text).toContain(
        `Hello ${name},`,
      );
    },
  );

  it.each(['Ada', ...LINKS])('is not in what is sent to an address that nobody has verified: %s', (name) => {
    for (const write of [writeInvitation, writeConfirmAddress, writeConfirmChange])
      for (const locale of ['en', 'de'])
        expect(write(contact(locale, { name }), link)).toEqual(write(contact(locale, { name: 'Eve' }), link));
  });
});
