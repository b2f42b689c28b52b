import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mimeOf } from './mime.ts';
import { readMime } from './test-mime.ts';

const email = { from: 'shop@example.com', to: 'ada@example.com', subject: 's', text: 't', html: '<p>h</p>' };

describe('mimeOf', () => {
  it('is read as it was written, whatever the language, in lines that every server takes', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 400 });
    const subjects = texts
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .filter((text) => !text.includes('=?'));
    fc.assert(
      fc.property(subjects, texts, texts, (subject, text, html) => {
        const raw = mimeOf({ ...email, subject, text, html });
        expect(readMime(raw)).toMatchObject({ subject, text, html });
        for (const line of raw.split('\r\n')) {
          if (line.startsWith('Subject: ') && /^[\x20-\x7e]*$/.test(subject)) continue;
          expect(line.length).toBeLessThanOrEqual(90);
        }
      }),
    );
  });

  it.each([
    ['a subject', { subject: 'Your order\r\nBcc: eve@example.com' }],
    ['an address', { to: 'ada@example.com\r\nBcc: eve@example.com' }],
    ['a header', { headers: { 'X-Trace-Id': 'a\r\nBcc: eve@example.com' } }],
    ['a text', { text: '\r\n--=_shop_alternative\r\nBcc: eve@example.com' }],
  ])('has no header that begins in %s', (_, odd) => {
    const raw = mimeOf({ ...email, ...odd });
    expect(readMime(raw).headers).not.toHaveProperty('bcc');
    expect(raw).not.toMatch(/^Bcc:/m);
    expect(raw.match(/^--=_shop_alternative/gm)).toHaveLength(3);
  });
});
