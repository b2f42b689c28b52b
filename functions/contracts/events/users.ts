import * as z from 'zod/mini';
import { Preferences } from '../preferences.ts';
import { eventsOf } from './envelope.ts';

const define = eventsOf('users');
const userId = z.string();
const contact = { userId, name: z.string(), email: z.string() };
const preferences = z.object(Preferences.shape);

/**
 * That a user may choose a password by a link, and until when. Not the link itself: who emails it signs it with a key
 * that no event, queue or table holds (functions/platform/account-link.ts).
 */
const PasswordLink = z.object({
  /** The epoch of the password that is to be replaced: the link does nothing once there is another. */
  epoch: z.int(),
  expiresAt: z.iso.datetime(),
});

/**
 * That a link may be sent to an address, to prove that its reader is who has given it, and until when. As with passwords,
 * not the link itself.
 */
const EmailLink = z.object({
  epoch: z.int(),
  /** Of a change of address: which one. None when the address is the account's already. */
  change: z.optional(z.string()),
  expiresAt: z.iso.datetime(),
});

/** That the reader of an address which is, or was, the account's may take a change of it back. */
const UndoLink = z.object({ email: z.string(), change: z.string(), expiresAt: z.iso.datetime() });

/** Whether somebody has opened a link that was sent to the address. Accounts from before that was asked have none: they count as verified. */
const emailVerified = z.optional(z.boolean());

/** Events of the users service. All are of one subject and share its sequence. They hold personal data. */
export const USER_EVENTS = {
  'user.created': define({
    type: 'user.created',
    version: 1,
    about:
      'Somebody has registered, or was registered by staff; then there is no password yet, and passwordLink says that one is to be chosen.',
    subject: 'The user id',
    data: z.object({
      ...contact,
      emailVerified,
      preferences,
      passwordLink: z.optional(PasswordLink),
      emailLink: z.optional(EmailLink),
    }),
  }),
  'user.changed': define({
    type: 'user.changed',
    version: 1,
    about:
      'A user has another name or email address, or has verified the address; all are in it. undoLink: the address before it may be told how to take it back.',
    subject: 'The user id',
    data: z.object({ ...contact, emailVerified, undoLink: z.optional(UndoLink) }),
  }),
  'preferences.changed': define({
    type: 'preferences.changed',
    version: 1,
    about: 'A user has changed preferences; all of them are in it.',
    subject: 'The user id',
    data: z.object({ userId, preferences }),
  }),
  'password.forgotten': define({
    type: 'password.forgotten',
    version: 1,
    about: 'Somebody has asked for a link to choose the password of a user anew.',
    subject: 'The user id',
    /** The address is told, so that an older one is not written to when events overtake one another. */
    data: z.object({ userId, email: z.optional(z.string()), passwordLink: PasswordLink }),
  }),
  'password.changed': define({
    type: 'password.changed',
    version: 1,
    about: 'The password of a user is another one. Sent only when the address is verified.',
    subject: 'The user id',
    data: z.object({ userId, email: z.string() }),
  }),
  'email.unconfirmed': define({
    type: 'email.unconfirmed',
    version: 1,
    about:
      'An address is to be confirmed by a link: another one that a user wants, or the present one, once more. undoLink: the present address may be told how to stop it.',
    subject: 'The user id',
    data: z.object({ userId, email: z.string(), emailLink: EmailLink, undoLink: z.optional(UndoLink) }),
  }),
  'user.deleted': define({
    type: 'user.deleted',
    version: 1,
    about:
      'A user is gone: whoever keeps personal data of this user deletes it. The last event of its subject.',
    subject: 'The user id',
    data: z.object({ userId }),
  }),
} as const;
