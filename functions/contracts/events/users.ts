import * as z from 'zod/mini';
import { Preferences } from '../preferences.ts';
import { eventsOf } from './envelope.ts';

const define = eventsOf('users');
const userId = z.string();
const contact = { userId, name: z.string(), email: z.string() };
const preferences = z.object(Preferences.shape);

/** Events of the users service. All are of one subject and share its sequence. They hold personal data. */
export const USER_EVENTS = {
  'user.created': define({
    type: 'user.created',
    version: 1,
    about: 'Somebody has registered, or was registered by staff.',
    subject: 'The user id',
    data: z.object({ ...contact, preferences }),
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
  'user.deleted': define({
    type: 'user.deleted',
    version: 1,
    about:
      'A user is gone: whoever keeps personal data of this user deletes it. The last event of its subject.',
    subject: 'The user id',
    data: z.object({ userId }),
  }),
} as const;
