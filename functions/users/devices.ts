import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { itemKey, type Key } from '../platform/key.ts';
import type { Write } from '../platform/table.ts';
import type { User } from './user.ts';

/** A device that is not used is forgotten after half a year, in seconds. */
export const KEPT_SECONDS = 180 * 24 * 60 * 60;

interface DeviceName {
  userId: string;
  deviceId: string;
  secret: string;
}

const SHAPE = /^([\w-]{1,64})\.([\w-]{22})\.([\w-]{43})$/;

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Reads a device token; undefined for what is not one. */
export function readDeviceToken(token: string | undefined): DeviceName | undefined {
  const [, userId, deviceId, secret] = SHAPE.exec(token ?? '') ?? [];
  return userId && deviceId && secret ? { userId, deviceId, secret } : undefined;
}

/** Devices have their user's partition key, so that they are deleted with it. Each holds the count of its wrong passwords. */
export const deviceKey = ({ userId, deviceId }: Pick<DeviceName, 'userId' | 'deviceId'>): Key =>
  itemKey(['USER', userId], ['DEVICE', deviceId]);

/** Whether the owner of an account has given its present password on this device. */
export function isDeviceOf(
  user: Pick<User, 'id' | 'epoch'> | undefined,
  { userId, secret }: DeviceName,
  stored: { secretHash?: string; epoch?: number; expiresAt?: number } | undefined,
  now: number,
): boolean {
  const hash = Buffer.from(stored?.secretHash ?? '', 'base64url');
  const given = hashOf(secret);
  return (
    hash.length === given.length &&
    timingSafeEqual(hash, given) &&
    user?.id === userId &&
    stored?.epoch === user.epoch &&
    (stored.expiresAt ?? 0) > now
  );
}

/**
 * A new device of a user: its token, and the write that stores it, part of the transaction that follows a right password.
 *
 * @param epoch of the password that was given. Devices of an earlier password are no longer known: somebody else may have made
 * them with it.
 */
export function newDevice({ id: userId }: Pick<User, 'id'>, epoch: number): { token: string; write: Write } {
  const deviceId = randomBytes(16).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  const expiresAt = Math.floor(Date.now() / 1000) + KEPT_SECONDS;
  return {
    token: `${userId}.${deviceId}.${secret}`,
    write: {
      put: {
        ...deviceKey({ userId, deviceId }),
        secretHash: hashOf(secret).toString('base64url'),
        epoch,
        expiresAt,
      },
    },
  };
}
