import * as z from 'zod/mini';
import { operation } from './operation.ts';
import { Id, named, Time } from './schemas.ts';

export const NewUser = named(
  'NewUser',
  z.strictObject({
    name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
    email: z.email().check(z.maxLength(254)),
    password: z.string().check(z.minLength(8), z.maxLength(128)),
  }),
);

export const UserView = named(
  'User',
  z.strictObject({ id: Id, name: z.string(), email: z.string(), createdAt: Time }),
);

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

const credentials = { email: 'ada@example.com', password: 'a long pass phrase' };
const tokens = {
  accessToken: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTkifQ.c2ln',
  tokenType: 'Bearer',
  expiresIn: 900,
  refreshToken: 'q0J3Zm9vYmFy',
};

export const registerUser = operation({
  route: 'POST /users',
  id: 'registerUser',
  summary: 'Register a customer',
  access: 'public',
  body: NewUser,
  bodyExample: { name: 'Ada', ...credentials },
  answers: {
    201: {
      description: 'Registered',
      body: UserView,
      headers: { location: 'Where the profile is' },
      example: {
        id: '01980000-0000-7000-8000-000000000001',
        name: 'Ada',
        email: credentials.email,
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    },
  },
  refuses: { 409: 'The email address is taken' },
});

export const createToken = operation({
  route: 'POST /auth/token',
  id: 'createToken',
  summary: 'Sign in',
  description: 'The same answer, after the same time, whether the account or the password is wrong.',
  access: 'public',
  body: z.strictObject({
    email: z.string().check(z.maxLength(254)),
    password: z.string().check(z.maxLength(128)),
  }),
  bodyExample: credentials,
  answers: { 200: { description: 'Signed in', body: Tokens, example: tokens } },
  refuses: { 401: 'Email address or password is wrong' },
});

export const refreshToken = operation({
  route: 'POST /auth/refresh',
  id: 'refreshToken',
  summary: 'A new pair of tokens for a refresh token, which is used up by it',
  access: 'public',
  body: z.strictObject({ refreshToken: z.string().check(z.minLength(1), z.maxLength(256)) }),
  bodyExample: { refreshToken: tokens.refreshToken },
  answers: { 200: { description: 'A new pair', body: Tokens, example: tokens } },
  refuses: { 401: 'The refresh token is unknown, expired or used' },
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
