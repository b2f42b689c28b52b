import { log } from '../kit/log.ts';
import { ServiceError } from '../kit/service-error.ts';
import { ConditionFailed } from '../kit/table.ts';
import { ACCESS_SECONDS, type Issuer, signAccessToken } from './access-token.ts';
import type { Attempts } from './attempts.ts';
import { hashPassword, isOutgrown, verifyPassword } from './password.ts';
import { newRefreshToken, newSessionName, readRefreshToken } from './refresh-token.ts';
import type { UserRepository } from './repository.ts';
import { hashOf, type Session, type SessionName, type SessionRepository } from './session-repository.ts';
import { normalEmail, type User } from './user.ts';

/** A session that nobody uses ends after 30 days. */
const IDLE_SECONDS = 30 * 24 * 60 * 60;

interface Dependencies {
  users: UserRepository;
  sessions: SessionRepository;
  attempts: Attempts;
  issuer: Issuer;
}

export interface Tokens {
  accessToken: string;
  tokenType: 'Bearer';
  /** Seconds. */
  expiresIn: number;
  refreshToken: string;
}

const now = () => Math.floor(Date.now() / 1000);

/**
 * Signs people in: a short-lived access token that any service can verify, and a refresh token that works once. A
 * refresh token that comes again was copied by somebody (RFC 9700, 4.14.2): nobody knows which of the two is the
 * owner, so the session ends for both.
 */
export class Sessions {
  readonly #users: UserRepository;
  readonly #sessions: SessionRepository;
  readonly #attempts: Attempts;
  readonly #issuer: Issuer;

  constructor({ users, sessions, attempts, issuer }: Dependencies) {
    this.#users = users;
    this.#sessions = sessions;
    this.#attempts = attempts;
    this.#issuer = issuer;
  }

  /**
   * @throws ServiceError `unauthenticated`, the same whether the account or the password is wrong; `tooMany` after
   * too many wrong ones.
   */
  async signIn(email: string, password: string): Promise<Tokens> {
    const address = normalEmail(email);
    await this.#attempts.begin(address);
    const user = await this.#users.byEmail(address);
    const known = await verifyPassword(password, user?.passwordHash);
    if (!user?.passwordHash || !known) throw unknown();
    const rehashed = isOutgrown(user.passwordHash) ? await hashPassword(password) : undefined;

    const name = newSessionName(user.id);
    const token = newRefreshToken(name);
    const session = {
      userId: user.id,
      tokenHash: hashOf(token),
      epoch: user.epoch,
      signedInAt: now(),
      expiresAt: now() + IDLE_SECONDS,
    };
    await this.#sessions
      .add(name, session, user, [this.#attempts.forgive(address)], rehashed)
      .catch((thrown) => {
        throw thrown instanceof ConditionFailed ? unknown(thrown) : thrown;
      });
    return this.#tokens(user, session, token);
  }

  /** @throws ServiceError `unauthenticated` when the token is unknown, expired, revoked or used. */
  async refresh(token: string): Promise<Tokens> {
    const name = readRefreshToken(token);
    if (!name) throw refused();
    const [session, user] = await Promise.all([this.#sessions.get(name), this.#users.get(name.userId)]);
    if (!session || session.expiresAt <= now() || !user || user.epoch !== session.epoch) throw refused();
    if (session.tokenHash !== hashOf(token)) throw await this.#stolen(name);

    const next = newRefreshToken(name);
    const renewed = { ...session, tokenHash: hashOf(next), expiresAt: now() + IDLE_SECONDS };
    await this.#sessions.rotate(name, session.tokenHash, renewed).catch(async (thrown) => {
      throw thrown instanceof ConditionFailed ? await this.#stolen(name) : thrown;
    });
    return this.#tokens(user, renewed, next);
  }

  async #stolen(name: SessionName): Promise<ServiceError> {
    await this.#sessions.remove(name);
    log.warn('a refresh token came again: its session is ended', { user: name.userId });
    return refused();
  }

  async #tokens(user: User, { signedInAt }: Session, refreshToken: string): Promise<Tokens> {
    const accessToken = await signAccessToken(user, signedInAt, this.#issuer);
    return { accessToken, tokenType: 'Bearer', expiresIn: ACCESS_SECONDS, refreshToken };
  }
}

const unknown = (cause?: unknown) =>
  new ServiceError('unauthenticated', 'Email address or password is wrong.', { cause });

const refused = () => new ServiceError('unauthenticated', 'The refresh token is not valid.');
