import * as z from 'zod/mini';

/** How single settings are written. Each message goes on after the setting's name. */

/** What is wrong with a setting that has to be set. */
const NOT_SET = 'is not set';

/** A text in one form; `what` says which. */
const written = (form: RegExp, what: string) =>
  z.string({ error: NOT_SET }).check(z.regex(form, { error: `has to be ${what}` }));

/** `<a second>/<at once>`. */
export const rate = written(/^[1-9]\d{0,6}\/[1-9]\d{0,6}$/, 'like 50/100 (a second, at once)');

/** `<an hour>/<at once>`. */
export const hourly = written(/^[1-9]\d{0,6}\/[1-9]\d{0,6}$/, 'like 60/60 (an hour, at once)');

/** One of a few words. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, { error: `has to be one of ${words.join(', ')}` });

export const yesOrNo = written(/^(yes|no)$/, 'yes or no');

const EMAIL = /^[^@\s,]+@[^@\s,]+\.[^@\s,]+$/;

export const email = written(EMAIL, 'an email address');

/** One or more, with commas in between. */
export const emails = z.pipe(
  z.string({ error: NOT_SET }).check(
    z.refine((text) => text.split(',').every((one) => EMAIL.test(one.trim())), {
      error: 'has to be email addresses with commas in between',
    }),
  ),
  z.transform((text: string) => text.split(',').map((one) => one.trim())),
);

export const region = written(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region like us-east-1');

/** One or more accounts, with commas in between. */
export const accounts = z.pipe(
  written(/^\d{12}(,\d{12})*$/, 'account ids of 12 digits with commas in between'),
  z.transform((text: string) => text.split(',')),
);

export const domain = written(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'a name like shop.example');

export const certificate = written(
  /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[a-f0-9-]+$/,
  'the ARN of a certificate in ACM',
);

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

/** None or more: scheme, host, port, and nothing else. */
export const origins = z.pipe(
  z.string().check(
    z.refine((text) => text.split(',').filter(Boolean).every(isOrigin), {
      error: 'has to be origins like https://shop.example with commas in between',
    }),
  ),
  z.transform((text: string) => text.split(',').filter(Boolean)),
);

/** Plain HTTP is for this machine alone. */
export function isSecureUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return url?.protocol === 'https:' || (isHere && url.protocol === 'http:');
}

export const secureUrl = z.string().check(z.refine(isSecureUrl, { error: 'has to be an https address' }));

export const someText = written(/\S/, 'a text');

/** Something that nobody guesses. */
export const token = written(/^[\x21-\x7e]{20,200}$/, '20 to 200 visible characters without blanks');

/** A number within bounds. */
export const number = ({ from, to, whole = true }: { from: number; to: number; whole?: boolean }) =>
  z.pipe(
    z.string().check(
      z.refine(
        (text) => {
          const value = text.trim() === '' ? Number.NaN : Number(text);
          return value >= from && value <= to && (!whole || Number.isInteger(value));
        },
        { error: `has to be a ${whole ? 'whole ' : ''}number from ${from} to ${to}` },
      ),
    ),
    z.transform(Number),
  );

const OURS = ['customer', 'staff', 'oncall'];
const ROLE = /^\s*(\w+)=(.+?)\s*$/;

/** `staff=shop-admins,oncall=sre`: our roles by the issuer's names for them. */
export const roleNames = z.pipe(
  z.string().check(
    z.refine((text) => text.split(',').every((pair) => OURS.includes(ROLE.exec(pair)?.[1] ?? '')), {
      error: `has to be pairs like staff=shop-admins, of ${OURS.join(', ')}`,
    }),
  ),
  z.transform((text: string) =>
    Object.fromEntries(
      text.split(',').map((pair) => {
        const [, ours = '', theirs = ''] = ROLE.exec(pair) ?? [];
        return [theirs, ours];
      }),
    ),
  ),
);
