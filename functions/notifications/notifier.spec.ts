import { afterAll, expect, it, vi } from 'vitest';
import { DEFAULT_PREFERENCES } from '../contracts/preferences.ts';
import type { AccountLinks } from './account-links.ts';
import type { EmailSender } from './email-sender.ts';
import { Notifier } from './notifier.ts';
import type { NotificationRepository } from './repository.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);
afterAll(() => void vi.restoreAllMocks());

const contact = { userId: 'u', name: 'Ada', email: 'a@example.com', preferences: DEFAULT_PREFERENCES };
const emailLink = { epoch: 1, expiresAt: '2999-01-01T00:00:00.000Z' };

function notifier() {
  const send = vi.fn();
  const kept = {
    keepAddress: async () => {},
    keepPreferences: async () => {},
    contact: async () => ({ known: 'yes', contact }),
  };
  const links = { pages: { password: 'p', email: 'e' }, urlFor: async () => 'https://shop/e#t' };
  const subjects = () => send.mock.calls.map(([, , email]) => email.subject);
  const made = new Notifier(
    kept as unknown as NotificationRepository,
    { send } as unknown as EmailSender,
    links as unknown as AccountLinks,
  );
  return { made, subjects };
}
const event = (data: object) => ({ id: 'i', sequence: 1, data: { ...contact, ...data } }) as never;

it.each([
  ['a new account', emailLink, 'Welcome: confirm your email address'],
  [
    'an account that is there',
    { ...emailLink, change: 'c' },
    'Confirm the new email address of an existing account',
  ],
])('tells who confirms an address that it is for %s', async (_, link, subject) => {
  const { made, subjects } = notifier();
  await made.emailUnconfirmed(event({ emailLink: link }));
  expect(subjects()).toEqual([subject]);
});

it.each([
  ['nothing, when it was written to enough today', { emailVerified: false }, []],
  ['its link', { emailVerified: false, emailLink }, ['Welcome: confirm your email address']],
  ['a welcome, when it is verified', { emailVerified: true }, ['Welcome, Ada']],
])('sends the address of a new account %s', async (_, data, expected) => {
  const { made, subjects } = notifier();
  await made.welcome(event(data));
  expect(subjects()).toEqual(expected);
});
