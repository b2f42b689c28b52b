import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import * as z from 'zod/mini';
import { ROLES, type Role } from '../../contracts/roles.ts';
import { ServiceError } from '../service-error.ts';
import type { Verify } from './caller.ts';
import { remembering } from './remembered-tokens.ts';

/** Two machines' clocks may differ by this many seconds. */
const CLOCK_TOLERANCE = 5;

/** How long an external issuer's keys are good without asking again, and how soon it is asked for an unknown one (ms). */
const KEYS_KEPT = 60 * 60 * 1000;
const KEYS_COOL_DOWN = 30 * 1000;
const KEYS_TIMEOUT = 3_000;

/** How long a token of an external issuer is good without looking at its keys again, in seconds: it may take one back. */
const EXTERNAL_REMEMBERED = 5 * 60;

const Claims = z.object({
  sub: z.string().check(z.minLength(1), z.maxLength(128)),
  iat: z.number(),
  auth_time: z.optional(z.number()),
  epoch: z.catch(z.optional(z.int()), undefined),
  email_verified: z.catch(z.optional(z.boolean()), undefined),
});

const ownRoles = z.array(z.enum(ROLES));

interface Names {
  issuer: string;
  audience: string;
}

/**
 * Makes the check of our own tokens: signature by a key that came with the deployment, algorithm pinned to ES256 (so
 * neither `none` nor an HMAC made with the public key passes), issuer, audience, expiry, not-before.
 */
export const ownTokens = ({ keys, ...names }: Names & { keys: JSONWebKeySet }): Verify =>
  verifier({
    ...names,
    keys: createLocalJWKSet(keys),
    algorithms: ['ES256'],
    requiredClaims: ['sub', 'iat', 'exp', 'jti'],
    rolesOf: (payload) => ownRoles.parse(payload.roles),
  });

interface ExternalIssuer extends Names {
  jwksUri: URL;
  /** The claim that holds the roles: a name, or a JSON pointer (RFC 6901) for one that lies deeper. */
  rolesClaim: string;
  /** Our roles by the issuer's names for them; without it the names are the same. */
  roles?: Readonly<Record<string, Role>>;
}

/**
 * Makes the check of an OpenID Connect issuer's access tokens. Its keys are fetched at the first token and kept for an
 * hour; an unknown key id asks again, every 30 s at most. Roles of its own that mean nothing here are passed over, and
 * whoever has none that does is a customer: shops' customers have no roles in most directories.
 *
 * The check throws ServiceError `unavailable` when the keys cannot be fetched: the token may well be good.
 */
export function externalTokens({ jwksUri, rolesClaim, roles, ...names }: ExternalIssuer): Verify {
  const remote = createRemoteJWKSet(jwksUri, {
    cacheMaxAge: KEYS_KEPT,
    cooldownDuration: KEYS_COOL_DOWN,
    timeoutDuration: KEYS_TIMEOUT,
  });
  const keys: JWTVerifyGetKey = (header, token) => remote(header, token).catch(unlessUnreachable);
  return verifier({
    ...names,
    keys,
    algorithms: ['ES256', 'RS256'],
    requiredClaims: ['sub', 'iat', 'exp'],
    longest: EXTERNAL_REMEMBERED,
    rolesOf: (payload) => {
      const found = [claimAt(payload, rolesClaim)].flat();
      const known = found.map((name) => ourRole(name, roles)).filter((role) => role !== undefined);
      return known.length > 0 ? [...new Set(known)] : ['customer'];
    },
  });
}

interface Check extends Names {
  keys: JWTVerifyGetKey;
  algorithms: string[];
  requiredClaims: string[];
  rolesOf: (payload: JWTPayload) => Role[];
  /** For how many seconds a verified token is remembered; until it expires unless it is said. */
  longest?: number;
}

const verifier = ({ keys, rolesOf, longest = Number.POSITIVE_INFINITY, ...options }: Check): Verify =>
  remembering(async (token) => {
    const { payload } = await jwtVerify(token, keys, { ...options, clockTolerance: CLOCK_TOLERANCE });
    const {
      sub,
      iat,
      auth_time: signedInAt = iat,
      epoch,
      email_verified: emailVerified,
    } = Claims.parse(payload);
    const caller = {
      id: sub,
      roles: rolesOf(payload),
      signedInAt,
      ...(epoch !== undefined && { epoch }),
      ...(emailVerified !== undefined && { emailVerified }),
    };
    // `exp` is among the required claims.
    const until = Math.min(payload.exp! + CLOCK_TOLERANCE, Math.floor(Date.now() / 1000) + longest);
    return { caller, until };
  });

/** An issuer that gives out no key of that id has answered; one that does not answer says nothing about the token. */
function unlessUnreachable(cause: unknown): never {
  const answered =
    cause instanceof errors.JOSEError && !['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT'].includes(cause.code);
  if (answered) throw cause;
  throw new ServiceError('unavailable', 'Tokens cannot be checked at the moment.', {
    cause,
    retryable: true,
  });
}

function claimAt(payload: JWTPayload, claim: string): unknown {
  const path = claim.startsWith('/') ? claim.slice(1).split('/') : [claim];
  return path
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], payload);
}

function ourRole(name: unknown, roles: Readonly<Record<string, Role>> | undefined): Role | undefined {
  if (typeof name !== 'string') return undefined;
  if (roles) return Object.hasOwn(roles, name) ? roles[name] : undefined;
  return ROLES.find((role) => role === name);
}
