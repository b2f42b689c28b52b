import * as z from 'zod/mini';
import { DEFAULT_PREFERENCES, Preferences } from '../preferences.ts';
import { ROLES } from '../roles.ts';
import { operation } from './operation.ts';
import { IdPath, named, pageOf } from './schemas.ts';
import {
  EmailAddress,
  NewUser,
  PasswordChange,
  Roles,
  UserChange,
  UserView,
  UserWithRoles,
} from './user-schemas.ts';

const user = {
  id: '01980000-0000-7000-8000-000000000001',
  name: 'Ada',
  email: 'ada@example.com',
  emailVerified: true,
  createdAt: '2026-01-01T00:00:00.000Z',
};
const TAKEN = 'The email address is taken';
const NOBODY = 'There is no such user; also when it is somebody else';
const preferences = named('Preferences', Preferences);
const chosen = { ...DEFAULT_PREFERENCES, locale: 'de-AT', timeZone: 'Europe/Vienna' };

export const registerUser = operation({
  route: 'POST /users',
  id: 'registerUser',
  summary: 'Register a customer',
  description:
    'The welcome email has a link that verifies the address. Until it is opened, no other email is sent there. An address that was written to often enough today gets none: the link can be asked for later (POST /auth/password-link).',
  access: 'public',
  mails: true,
  body: NewUser,
  bodyExample: { name: user.name, email: user.email, password: 'a long pass phrase' },
  answers: {
    201: {
      description: 'Registered',
      body: UserView,
      headers: { location: 'Where the profile is' },
      example: { ...user, emailVerified: false },
    },
  },
  refuses: { 409: TAKEN },
});

export const findUsers = operation({
  route: 'GET /users',
  id: 'findUsers',
  summary: 'The user with an email address: none or one',
  access: ['staff'],
  query: z.strictObject({ email: EmailAddress }),
  answers: {
    200: {
      description: 'Who has the address',
      body: pageOf(UserWithRoles),
      example: { items: [{ ...user, roles: ['customer'] }], next: null },
    },
  },
});

export const getUser = operation({
  route: 'GET /users/{id}',
  id: 'getUser',
  summary: 'Your profile',
  access: ROLES,
  path: IdPath,
  answers: { 200: { description: 'The profile', body: UserView, example: user } },
  refuses: { 404: NOBODY },
});

export const changeUser = operation({
  route: 'PATCH /users/{id}',
  id: 'changeUser',
  summary: 'Change your name or email address',
  description:
    'Another address takes the password as well (`current`). It is pending until the link that is sent there is opened; the address before it is told, and can take the change back for 72 hours. With a name too, the name changes at once.',
  access: ROLES,
  path: IdPath,
  guessable: true,
  body: UserChange,
  bodyExample: { name: 'Ada Lovelace' },
  answers: {
    200: {
      description: 'The profile as it is now',
      body: UserView,
      example: { ...user, name: 'Ada Lovelace' },
    },
    202: {
      description: 'The profile as it is now: the address waits until its link is opened',
      body: UserView,
      example: { ...user, pendingEmail: 'ada@example.org' },
    },
  },
  refuses: {
    403: 'Another address without the password, or with a wrong one',
    404: NOBODY,
    409: TAKEN,
    429: 'Too many wrong passwords, other addresses, or emails to this one',
  },
});

export const deleteUser = operation({
  route: 'DELETE /users/{id}',
  id: 'deleteUser',
  summary: 'Delete your account',
  description:
    'The right to be forgotten: personal data is gone for good, the address is free again, orders stay without a name. What is on the account has to be spent and orders settled before: from then on nothing is paid in and nothing ordered. Needs a sign-in within the last 15 minutes; a refreshed token keeps the time of its sign-in.',
  access: ROLES,
  path: IdPath,
  answers: { 204: { description: 'Gone' } },
  refuses: {
    403: 'The sign-in is too long ago',
    404: NOBODY,
    409: 'There is money on the account, orders are under way (`errors` says which), or you are the last one on the staff',
  },
});

export const getPreferences = operation({
  route: 'GET /users/{id}/preferences',
  id: 'getPreferences',
  summary: 'How you want to be written to',
  access: ROLES,
  path: IdPath,
  answers: { 200: { description: 'The preferences', body: preferences, example: chosen } },
  refuses: { 404: NOBODY },
});

export const putPreferences = operation({
  route: 'PUT /users/{id}/preferences',
  id: 'putPreferences',
  summary: 'Choose how you want to be written to',
  access: ROLES,
  path: IdPath,
  body: preferences,
  bodyExample: chosen,
  answers: { 200: { description: 'The preferences as they are now', body: preferences, example: chosen } },
  refuses: { 404: NOBODY },
});

export const putPassword = operation({
  route: 'PUT /users/{id}/password',
  id: 'putPassword',
  summary: 'Change your password',
  description:
    'Every refresh token ends with it. Access tokens that are out change nothing about the account any more; for the rest they live on until they expire, 15 minutes at most.',
  access: ROLES,
  path: IdPath,
  body: PasswordChange,
  bodyExample: { current: 'a long pass phrase', next: 'another long pass phrase' },
  guessable: true,
  answers: {
    204: {
      description: 'Changed',
      headers: { 'device-token': 'The token of this device: for the Device-Token header from now on' },
    },
  },
  refuses: {
    404: NOBODY,
    409: 'The password was changed at the same time',
    422: 'The current password is wrong',
    429: 'Too many wrong passwords, here and at sign-in together',
  },
});

export const putRoles = operation({
  route: 'PUT /users/{id}/roles',
  id: 'putRoles',
  summary: 'Say what a user may do',
  description: 'Holds for tokens issued from now on: those that are out live on for 15 minutes at most.',
  access: ['staff'],
  path: IdPath,
  body: z.strictObject({ roles: Roles }),
  bodyExample: { roles: ['customer', 'oncall'] },
  answers: {
    200: {
      description: 'The user as it is now',
      body: UserWithRoles,
      example: { ...user, roles: ['customer', 'oncall'] },
    },
  },
  refuses: { 404: 'There is no such user', 422: 'You cannot take the role staff from yourself' },
});
