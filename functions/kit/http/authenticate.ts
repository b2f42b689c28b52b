import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { ROLES, type Role } from '../../contracts/roles.ts';
import { readConfig, required } from '../config.ts';
import { ServiceError } from '../service-error.ts';
import { header } from './input.ts';

/** Who calls: the user's id and roles, from a token that was verified. */
export interface Caller {
  id: string;
  roles: Role[];
}

const Claims = z.object({ sub: z.string().check(z.minLength(1)), roles: z.array(z.enum(ROLES)) });

/** Two machines' clocks may differ by this many seconds. */
const CLOCK_TOLERANCE = 5;

interface Verifier {
  keys: JSONWebKeySet;
  issuer: string;
  audience: string;
}

/**
 * Makes the check of a bearer token: signature by a known key, algorithm pinned to ES256 (so neither `none` nor an
 * HMAC made with the public key passes), issuer, audience, expiry.
 */
export function tokenVerifier({ keys, issuer, audience }: Verifier): (token: string) => Promise<Caller> {
  const keySet = createLocalJWKSet(keys);
  return async (token) => {
    const { payload } = await jwtVerify(token, keySet, {
      algorithms: ['ES256'],
      issuer,
      audience,
      clockTolerance: CLOCK_TOLERANCE,
      requiredClaims: ['sub', 'iat', 'exp', 'jti'],
    });
    const claims = Claims.parse(payload);
    return { id: claims.sub, roles: claims.roles };
  };
}

/**
 * Lets a request pass only with a valid token and one of the roles. The keys come with the deployment, so that no
 * request ever waits for the users service to answer.
 */
export function authenticate(
  roles: readonly Role[],
): MiddlewareObj<APIGatewayProxyEvent & { caller?: Caller }, APIGatewayProxyResult> {
  const config = readConfig({ AUTH_JWKS: required, AUTH_ISSUER: required, AUTH_AUDIENCE: required });
  const verify = tokenVerifier({
    keys: JSON.parse(config.AUTH_JWKS) as JSONWebKeySet,
    issuer: config.AUTH_ISSUER,
    audience: config.AUTH_AUDIENCE,
  });
  return {
    name: 'authenticate',
    before: async ({ event }) => {
      const token = /^Bearer +(\S+)$/i.exec(header(event, 'authorization') ?? '')?.[1];
      if (!token)
        throw new ServiceError('unauthenticated', 'Send a token: Authorization: Bearer <accessToken>.');
      event.caller = await verify(token).catch((cause) => {
        throw new ServiceError('unauthenticated', 'The token is not valid (any more).', { cause });
      });
      if (!event.caller.roles.some((role) => roles.includes(role))) {
        throw new ServiceError('forbidden', `This needs one of the roles: ${roles.join(', ')}.`);
      }
    },
  };
}
