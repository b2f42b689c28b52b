import { LIMITS } from '../contracts/limits.ts';
import { hashOf } from '../platform/hash-of.ts';
import type { Guesser } from '../platform/http/input.ts';
import { log } from '../platform/log.ts';
import { ServiceError } from '../platform/service-error.ts';
import { ConditionFailed, retryIfChanged } from '../platform/table.ts';
import { ACCESS_SECONDS, type Issuer, signAccessToken } from './access-token.ts';
import type { AttemptRepository } from './attempt-repository.ts';
import { newDevice } from './devices.ts';
import { hashPassword, isOutgrown, verifyPassword } from './password.ts';
import { newRefreshToken, newSeed, newSessionName, readRefreshToken, successorOf } from './refresh-token.ts';
import type { UserRepository } from './repository.ts';
import type { Session, SessionName, SessionRepository } from './session-repository.ts';
import { normalEmail, type User } from './user.ts';

/** A session that nobody uses ends after 30 days. */
const IDLE_SECONDS = 30 * 24 * 60 * 60;

interface Dependencies {
  users: UserRepository;
  sessions: SessionRepository;
  attempts: AttemptRepository;
  issuer: Issuer;
  /** Milliseconds since 1970; for tests. */
  now?: () => number;
}

export interface Tokens {
  accessToken: string;
  tokenType: 'Bearer';
  /** Seconds. */
  expiresIn: number;
  refreshToken: string;
}

export interface SignedIn extends Tokens {
  /** The token of a device that was not known before. */
  device?: string;
}

/**
 * Signs users in with a short-lived access token that any service can verify, and a refresh token that works once. A refresh
 * token that is used again was copied (RFC 9700, 4.14.2), and which of the two users is the owner cannot be known: so the
 * session ends. Only the last token that was used gives its successor once more, for ten seconds: for a client whose answer was lost,
 * or two tabs that refresh at once.
 */
export class Sessions {
  readonly #users: UserRepository;
  readonly #sessions: SessionRepository;
  readonly #attempts: AttemptRepository;
  readonly #issuer: Issuer;
  readonly #now: () => number;

  constructor({ users, sessions, attempts, issuer, now = Date.now }: Dependencies) {
    this.#users = users;
    this.#sessions = sessions;
    this.#attempts = attempts;
    this.#issuer = issuer;
    this.#now = now;
  }

  /**
   * @throws ServiceError `unauthenticated`, the same whether the account or the password is wrong; `tooMany` after
   * too many wrong ones.
   */
  async signIn(email: string, password: string, by?: Guesser): Promise<SignedIn> {
    const address = normalEmail(email);
    const user = await this.#users.byEmail(address);
    const counted = await this.#attempts.begin({ user, address, ...(by && { by }) });
    const known = await verifyPassword(password, user?.passwordHash);
    if (!user?.passwordHash || !known) throw unknown();
    const rehashed = isOutgrown(user.passwordHash) ? await hashPassword(password) : undefined;

    const name = newSessionName(user.id);
    const token = newRefreshToken(name);
    const session = {
      userId: user.id,
      tokenHash: hashOf(token),
      epoch: user.epoch,
      signedInAt: this.#seconds(),
      expiresAt: this.#seconds() + IDLE_SECONDS,
    };
    const device = counted.deviceId === undefined ? newDevice(user, user.epoch) : undefined;
    const also = [this.#attempts.forgive(counted), ...(device ? [device.write] : [])];
    await this.#sessions.add(name, session, user, also, rehashed).catch((thrown) => {
      throw thrown instanceof ConditionFailed ? unknown(thrown) : thrown;
    });
    const tokens = await this.#tokens(user, session, token);
    return { ...tokens, ...(device && { device: device.token }) };
  }

  /**
   * @throws ServiceError `unauthenticated` when the token is unknown, expired, revoked, or used before (the last one that was
   * used: after ten seconds).
   */
  async refresh(token: string): Promise<Tokens> {
    const name = readRefreshToken(token);
    if (!name) throw refused();
    // If another request has changed the session since it was read, it is read again: it may have used this very token.
    return retryIfChanged(() => this.#renew(name, token));
  }

  async #renew(name: SessionName, token: string): Promise<Tokens> {
    const [session, user] = await Promise.all([this.#sessions.get(name), this.#users.get(name.userId)]);
    if (!session || session.expiresAt <= this.#seconds() || user?.epoch !== session.epoch) throw refused();
    const hash = hashOf(token);
    const { spent } = session;
    if (session.tokenHash === hash) {
      const used = { hash, seed: newSeed(), at: this.#now() };
      const next = successorOf(token, used.seed, name);
      const expiresAt = this.#seconds() + IDLE_SECONDS;
      await this.#sessions.rotate(name, { ...session, tokenHash: hashOf(next), expiresAt, spent: used });
      return this.#tokens(user, session, next);
    }
    if (spent?.hash === hash && this.#now() < spent.at + LIMITS.refreshGraceSeconds * 1000)
      return this.#tokens(user, session, successorOf(token, spent.seed, name));
    throw await this.#stolen(name);
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
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
