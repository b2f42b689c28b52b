import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { JSONWebKeySet } from 'jose';
import * as z from 'zod/mini';
import { ROLES, type Role } from '../../contracts/roles.ts';
import { atInit } from '../at-init.ts';
import { readConfig, required } from '../config.ts';
import { ServiceError } from '../service-error.ts';
import type { Caller, Verify } from './caller.ts';
import { header } from './headers.ts';
import { externalTokens, ownTokens } from './verify-token.ts';

export type { Caller } from './caller.ts';

const RoleNames = z.record(z.string(), z.enum(ROLES));

/**
 * A token in form, signed by nobody. Turning it away at init imports the key and has V8 compile what checks tokens, both of which
 * would be done at the first request. It lets nobody in: if it ever were let in, nobody would hear of it.
 */
const tokenOfNobody = (kid: string | undefined): string =>
  [{ alg: 'ES256', kid }, {}]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat(Buffer.alloc(64, 1).toString('base64url'))
    .join('.');

/** The check of tokens that the deployment asks for: our own, or those of an external issuer (AUTH_JWKS_URI). */
function deployedVerifier(): Verify {
  const {
    AUTH_ISSUER: issuer,
    AUTH_AUDIENCE: audience,
    ...external
  } = readConfig({
    AUTH_ISSUER: required,
    AUTH_AUDIENCE: required,
    AUTH_JWKS_URI: z.optional(required),
    AUTH_ROLES_CLAIM: z._default(required, 'roles'),
    AUTH_ROLES: z.optional(required),
  });
  if (external.AUTH_JWKS_URI === undefined) {
    const keys = JSON.parse(readConfig({ AUTH_JWKS: required }).AUTH_JWKS) as JSONWebKeySet;
    const verify = ownTokens({ issuer, audience, keys });
    for (const { kid } of keys.keys) atInit(() => verify(tokenOfNobody(kid)));
    return verify;
  }
  return externalTokens({
    issuer,
    audience,
    jwksUri: new URL(external.AUTH_JWKS_URI),
    rolesClaim: external.AUTH_ROLES_CLAIM,
    roles: external.AUTH_ROLES ? RoleNames.parse(JSON.parse(external.AUTH_ROLES)) : undefined,
  });
}

/**
 * Lets a request pass only with a valid token and one of the roles. Our own keys come with the deployment, so that no
 * request ever waits for the users service to answer.
 */
export function authenticate(
  roles: readonly Role[],
): MiddlewareObj<APIGatewayProxyEvent & { caller?: Caller }, APIGatewayProxyResult> {
  const verify = deployedVerifier();
  return {
    name: 'authenticate',
    before: async ({ event }) => {
      const token = /^Bearer +(\S+)$/i.exec(header(event, 'authorization') ?? '')?.[1];
      if (!token)
        throw new ServiceError('unauthenticated', 'Send a token: Authorization: Bearer <accessToken>.');
      event.caller = await verify(token).catch((cause) => {
        if (cause instanceof ServiceError) throw cause;
        throw new ServiceError('unauthenticated', 'The token is not valid (any more).', { cause });
      });
      if (!event.caller.roles.some((role) => roles.includes(role))) {
        throw new ServiceError('forbidden', `This needs one of the roles: ${roles.join(', ')}.`);
      }
    },
  };
}
