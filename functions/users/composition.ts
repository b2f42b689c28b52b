import * as z from 'zod/mini';
import { CHOOSING, linkVerifier } from '../platform/account-link.ts';
import { readConfig, required } from '../platform/config.ts';
import { readLinked } from '../platform/linked.ts';
import { type Table, tableFromEnvironment } from '../platform/table.ts';
import { Accounts } from './accounts.ts';
import { AttemptRepository } from './attempt-repository.ts';
import { EmailRepository } from './email-repository.ts';
import { MailQuotaRepository } from './mail-quota-repository.ts';
import { UserRepository } from './repository.ts';
import { SessionRepository } from './session-repository.ts';
import { Sessions } from './sessions.ts';

export const makeUserRepository = () => new UserRepository(tableFromEnvironment());
export const makeSessionRepository = () => new SessionRepository(tableFromEnvironment());

/** The accounts of this deployment. */
export function makeAccounts(table: Table = tableFromEnvironment()): Accounts {
  return new Accounts(new UserRepository(table), new MailQuotaRepository(table));
}

/** What a change of name and address needs. */
export function makeProfiles() {
  const table = tableFromEnvironment();
  return {
    accounts: new Accounts(new UserRepository(table)),
    attempts: new AttemptRepository(table),
    emails: new EmailRepository(table),
    quota: new MailQuotaRepository(table),
  };
}

/** What opening a link about an address needs: the table, and the public keys that verify links. */
export function makeEmailLinks() {
  const { PASSWORD_LINK_JWKS } = readConfig({ PASSWORD_LINK_JWKS: required });
  const table = tableFromEnvironment();
  return {
    users: new UserRepository(table),
    emails: new EmailRepository(table),
    verify: linkVerifier(JSON.parse(PASSWORD_LINK_JWKS), ['email-link', 'undo-link']),
  };
}

/** What a change of password needs. */
export function makePasswords() {
  const table = tableFromEnvironment();
  const users = new UserRepository(table);
  return { users, accounts: new Accounts(users), attempts: new AttemptRepository(table) };
}

/** What setting a password by a link needs: the table, and the public keys that verify links. */
export function makePasswordSetting() {
  const { PASSWORD_LINK_JWKS } = readConfig({ PASSWORD_LINK_JWKS: required });
  const table = tableFromEnvironment();
  return {
    users: new UserRepository(table),
    attempts: new AttemptRepository(table),
    verify: linkVerifier(JSON.parse(PASSWORD_LINK_JWKS), CHOOSING),
  };
}

/** What asking for a password link needs. */
export function makePasswordLinks() {
  const table = tableFromEnvironment();
  return {
    users: new UserRepository(table),
    emails: new EmailRepository(table),
    attempts: new AttemptRepository(table, { what: 'passwordLink' }),
    quota: new MailQuotaRepository(table),
  };
}

/** The sessions of this deployment: its table, its linked signing key, its issuer and audience. */
export function makeSessions(): Sessions {
  const config = readConfig({ AUTH_ISSUER: required, AUTH_AUDIENCE: required });
  const table = tableFromEnvironment();
  return new Sessions({
    users: new UserRepository(table),
    sessions: new SessionRepository(table),
    attempts: new AttemptRepository(table),
    issuer: {
      key: readLinked('AuthSigningKey', z.object({ privateKey: z.string(), kid: z.string() })),
      issuer: config.AUTH_ISSUER,
      audience: config.AUTH_AUDIENCE,
    },
  });
}
