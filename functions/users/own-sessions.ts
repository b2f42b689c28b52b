import * as z from 'zod/mini';
import { readConfig, required } from '../kit/config.ts';
import { readLinked } from '../kit/linked.ts';
import { ownTable } from '../kit/table.ts';
import { UserRepository } from './repository.ts';
import { Sessions } from './sessions.ts';

/** The sessions of this deployment: its table, its linked signing key, its issuer and audience. */
export function ownSessions(): Sessions {
  const config = readConfig({ AUTH_ISSUER: required, AUTH_AUDIENCE: required });
  return new Sessions({
    users: new UserRepository(ownTable()),
    key: readLinked('AuthSigningKey', z.object({ privateKey: z.string(), kid: z.string() })),
    issuer: config.AUTH_ISSUER,
    audience: config.AUTH_AUDIENCE,
  });
}
