import { randomBytes } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import { newId } from '../kit/id.ts';
import { ServiceError } from '../kit/service-error.ts';
import { ConditionFailed } from '../kit/table.ts';
import { normalEmail } from './accounts.ts';
import { verifyPassword } from './password.ts';
import { REFRESH, type User, type UserRepository } from './repository.ts';

const ACCESS_SECONDS = 15 * 60;
const REFRESH_SECONDS = 30 * 24 * 60 * 60;

/** What signs access tokens: a P-256 key in PKCS #8 and its id in the key set. */
export interface SigningKey {
  privateKey: string;
  kid: string;
}

interface SessionOptions {
  users: UserRepository;
  key: SigningKey;
  issuer: string;
  audience: string;
}

export interface Tokens {
  accessToken: string;
  tokenType: 'Bearer';
  /** Seconds. */
  expiresIn: number;
  refreshToken: string;
}

/** Signs people in: a short-lived access token that any service can verify, and a refresh token that works once. */
export class Sessions {
  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** @throws ServiceError `unauthenticated`, the same whether the account or the password is wrong. */
  async signIn(email: string, password: string): Promise<Tokens> {
    const user = await this.#options.users.byEmail(normalEmail(email));
    const known = await verifyPassword(password, user?.passwordHash);
    if (!user || !known) throw new ServiceError('unauthenticated', 'Email address or password is wrong.');
    return this.#issue(user);
  }

  /** @throws ServiceError `unauthenticated` when the token is unknown, expired, or was used before. */
  async refresh(token: string): Promise<Tokens> {
    const { users } = this.#options;
    const record = await users.refreshToken(token);
    const user = record && record.expiresAt > Date.now() / 1000 ? await users.get(record.userId) : undefined;
    if (!user) throw refused();
    return this.#issue(user, token).catch((thrown) => {
      throw thrown instanceof ConditionFailed && thrown.failed.has(REFRESH) ? refused(thrown) : thrown;
    });
  }

  async #issue(user: User, replaces?: string): Promise<Tokens> {
    const { users, key, issuer, audience } = this.#options;
    const refreshToken = randomBytes(32).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    await users.saveRefreshToken(
      refreshToken,
      { userId: user.id, expiresAt: now + REFRESH_SECONDS },
      replaces,
    );
    const accessToken = await new SignJWT({ roles: user.roles })
      .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'JWT' })
      .setSubject(user.id)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + ACCESS_SECONDS)
      .setJti(newId())
      .sign(await importPKCS8(key.privateKey, 'ES256'));
    return { accessToken, tokenType: 'Bearer', expiresIn: ACCESS_SECONDS, refreshToken };
  }
}

const refused = (cause?: unknown) =>
  new ServiceError('unauthenticated', 'The refresh token is not valid.', { cause });
