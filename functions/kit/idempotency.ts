import { createHash } from 'node:crypto';
import { LIMITS } from '../contracts/limits.ts';
import { itemKey } from './key.ts';
import { ServiceError } from './service-error.ts';
import type { ConditionFailed, Write } from './table.ts';

const LABEL = 'idempotency';

interface RememberedRequest {
  customerId: string;
  /** The client's Idempotency-Key. */
  key: string;
  /** What was asked, after parsing: the same key with another body is refused. */
  request: unknown;
}

/**
 * Makes a POST safe to repeat: the answer is remembered under the customer's key in the very transaction that does
 * the work, so there is no moment at which one is there without the other. (The header is the IETF draft
 * "The Idempotency-Key HTTP Header Field".)
 *
 * @example
 * const once = rememberOnce({ customerId, key, request: body });
 * try { await table.write([...work, once.write(answer)]); return answer; }
 * catch (thrown) { return once.replay(thrown) }
 */
export function rememberOnce<T>({ customerId, key, request }: RememberedRequest) {
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  const now = Math.floor(Date.now() / 1000);
  return {
    /** The write to add to the transaction. A record past its time counts as none: TTL deletes late. */
    write(answer: T): Write {
      return {
        label: LABEL,
        put: {
          ...itemKey(['IDEMPOTENCY', customerId, key], [LABEL]),
          fingerprint,
          answer,
          expiresAt: now + LIMITS.idempotencySeconds,
        },
        condition: 'attribute_not_exists(pk) OR expiresAt <= :now',
        values: { ':now': now },
      };
    },
    /**
     * What to answer when the transaction's condition failed: the first answer, if this is the same request again.
     *
     * @returns undefined when it was not the key that stood in the way.
     * @throws ServiceError `refused` when the key came with another body before.
     */
    replay(failed: ConditionFailed): T | undefined {
      const remembered = failed.failed.get(LABEL);
      if (!remembered) return undefined;
      if (remembered.fingerprint === fingerprint) return remembered.answer as T;
      throw new ServiceError('refused', 'This Idempotency-Key was used with another body.');
    },
  };
}
