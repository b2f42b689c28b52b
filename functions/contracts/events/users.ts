import * as z from 'zod/mini';
import { Preferences } from '../preferences.ts';
import { eventsOf } from './envelope.ts';

const define = eventsOf('users');
const userId = z.string();
const contact = { userId, name: z.string(), email: z.string() };
const preferences = z.object(Preferences.shape);

/**
 * That a user may choose a password by a link, and until when. Not the link itself: who emails it signs it with a key
 * that no event, queue or table holds (functions/kit/password-link.ts).
 */
const PasswordLink = z.object({
  /** The epoch of the password that is to be replaced: the link does nothing once there is another. */
  epoch: z.int(),
  expiresAt: z.iso.datetime(),
});

/** Events of the users service. All are of one subject and share its sequence. They hold personal data. */
export const USER_EVENTS = {
  'user.created': define({
    type: 'user.created',
    version: 1,
    about:
      'Somebody has registered, or was registered by staff; then there is no password yet, and passwordLink says that one is to be chosen.',
    subject: 'The user id',
    data: z.object({ ...contact, preferences, passwordLink: z.optional(PasswordLink) }),
  }),
  'user.changed': define({
    type: 'user.changed',
    version: 1,
    about: 'A user has changed name or email address; both are in it.',
    subject: 'The user id',
    data: z.object(contact),
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
    data: z.object({ userId, passwordLink: PasswordLink }),
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
