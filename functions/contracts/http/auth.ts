import * as z from 'zod/mini';
import { LIMITS } from '../limits.ts';
import { operation } from './operation.ts';
import { named } from './schemas.ts';
import { EmailAddress, NewPassword, Typed } from './user-schemas.ts';

export const Tokens = named(
  'Tokens',
  z.strictObject({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    /** Seconds. */
    expiresIn: z.int(),
    refreshToken: z.string(),
  }),
);

const RefreshToken = z.strictObject({
  refreshToken: z.string().check(z.minLength(1), z.maxLength(LIMITS.refreshToken)),
});

const tokens = {
  accessToken: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTkifQ.c2ln',
  tokenType: 'Bearer',
  expiresIn: 900,
  refreshToken: '01980000-0000-7000-8000-000000000001.q0J3Zm9v.YmFy',
};

export const createToken = operation({
  route: 'POST /auth/token',
  id: 'createToken',
  summary: 'Sign in',
  description:
    'The same answer, after the same work, whether the account or the password is wrong. After five failures in a row each one makes the next wait longer, from 30 seconds to 15 minutes. A device that signs in for the first time gets a token in the header Device-Token; whoever sends it from then on does not wait for the failures of others.',
  access: 'public',
  guessable: true,
  body: z.strictObject({ email: Typed(LIMITS.email), password: Typed(LIMITS.password) }),
  bodyExample: { email: 'ada@example.com', password: 'a long pass phrase' },
  answers: { 200: { description: 'Signed in', body: Tokens, example: tokens } },
  refuses: { 401: 'Email address or password is wrong', 429: 'Too many failures for this account' },
});

export const refreshToken = operation({
  route: 'POST /auth/refresh',
  id: 'refreshToken',
  summary: 'A new pair of tokens for a refresh token, which is used up by it',
  description:
    'For 10 seconds the token that was used last gives the same successor again, for a client whose answer was lost, or that refreshes twice at once. After that, and at once for those before it, a token that was used is taken for stolen: it ends the whole session, the newest token included.',
  access: 'public',
  body: RefreshToken,
  bodyExample: { refreshToken: tokens.refreshToken },
  answers: { 200: { description: 'A new pair', body: Tokens, example: tokens } },
  refuses: { 401: 'The refresh token is unknown, expired, revoked or used' },
});

export const revokeToken = operation({
  route: 'POST /auth/revoke',
  id: 'revokeToken',
  summary: 'Sign out: end the session of a refresh token (RFC 7009)',
  access: 'public',
  body: RefreshToken,
  bodyExample: { refreshToken: tokens.refreshToken },
  answers: { 204: { description: 'It does not work (any more), whether it ever did or not' } },
});

/** The page that a link opens. */
const LINK_PAGE = {
  description: 'A page that loads nothing else',
  body: z.string(),
  contentType: 'text/html; charset=utf-8',
  headers: { 'content-security-policy': 'Forbids any script but its own, and any other address' },
};

export const getPasswordPage = operation({
  route: 'GET /auth/password',
  id: 'getPasswordPage',
  summary: 'The page that password links open: choose a password, or ask for a link',
  description:
    'The token of a link stands behind the #, so that neither this request nor any log holds it. A shop with pages of its own sets PASSWORD_PAGE.',
  access: 'public',
  answers: { 200: LINK_PAGE },
});

export const requestPasswordLink = operation({
  route: 'POST /auth/password-link',
  id: 'requestPasswordLink',
  summary: 'Have a link sent by which the owner of an account chooses a password anew',
  description:
    'The same answer, whether the address has an account or not. The link works once, for an hour. After five requests in a row each one makes the next wait longer, from 30 seconds to 15 minutes.',
  access: 'public',
  mails: true,
  body: z.strictObject({ email: EmailAddress }),
  bodyExample: { email: 'ada@example.com' },
  answers: { 202: { description: 'If the address has an account, an email is on its way' } },
  refuses: { 429: 'Too many links were asked for' },
});

export const setPassword = operation({
  route: 'POST /auth/password',
  id: 'setPassword',
  summary: 'Choose a password by the token of a link',
  description: 'Every refresh token of the account ends with it. Nobody is signed in by it.',
  access: 'public',
  body: z.strictObject({ token: Typed(LIMITS.passwordToken), password: NewPassword }),
  bodyExample: {
    token: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTkifQ.c2ln',
    password: 'a long pass phrase',
  },
  answers: {
    204: {
      description: 'The password holds from now on',
      headers: { 'device-token': 'The token of this device: for the Device-Token header from now on' },
    },
  },
  refuses: { 401: 'The link was used, has expired, or was never sent' },
});

export const getEmailPage = operation({
  route: 'GET /auth/email',
  id: 'getEmailPage',
  summary: 'The page that links about email addresses open: confirm an address, or take a change of it back',
  description:
    'The token of a link stands behind the #, so that neither this request nor any log holds it. A shop with pages of its own sets EMAIL_PAGE.',
  access: 'public',
  answers: { 200: LINK_PAGE },
});

export const openEmailLink = operation({
  route: 'POST /auth/email',
  id: 'openEmailLink',
  summary: 'Confirm an email address, or take a change of it back, by the token of a link',
  description:
    'Which of the two is in the token. To take a change back brings the address before it back, ends every session, takes the password away, and has a link sent by which a new one is chosen.',
  access: 'public',
  body: z.strictObject({ token: Typed(LIMITS.passwordToken) }),
  bodyExample: { token: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTkifQ.c2ln' },
  answers: { 204: { description: 'It is so from now on' } },
  refuses: {
    401: 'The link was used, has expired, or was never sent',
    409: 'The address has become somebody else’s meanwhile',
  },
});

/** RFC 7517; fields that are a key's own pass. */
export const KeySet = named(
  'KeySet',
  z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) }),
);

export const getJwks = operation({
  route: 'GET /.well-known/jwks.json',
  id: 'getJwks',
  summary: 'The public keys that verify our tokens (RFC 7517)',
  access: 'public',
  answers: {
    200: {
      description: 'The key set',
      body: KeySet,
    },
  },
});
