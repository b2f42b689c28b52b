import { LIMITS } from '../contracts/limits.ts';
import { hashOf } from './hash-of.ts';
import { itemKey } from './key.ts';
import { ServiceError } from './service-error.ts';
import { ConditionFailed, type Table, type Write } from './table.ts';

const LABEL = 'idempotency';

interface RememberedRequest {
  /** Whose key it is: two callers may choose the same. */
  callerId: string;
  /** The client's Idempotency-Key. */
  key: string;
  /** What was asked, as it came: the same key with something else is refused. */
  request: unknown;
}

interface Remembered {
  fingerprint: string;
  answer: unknown;
  expiresAt: number;
}

/**
 * Makes a request safe to repeat: its answer is remembered under the caller's key in the very transaction that does the
 * work, and given again before anything else is looked at. (The header is the IETF draft "The Idempotency-Key HTTP Header
 * Field".) What is refused writes nothing, so it is not remembered.
 *
 * @example
 * const once = rememberOnce<Order>(table, { callerId, key, request: body });
 * return once.do(async () => { await table.write([...work, once.write(order)]); return order; });
 */
export function rememberOnce<T>(table: Table, { callerId, key, request }: RememberedRequest) {
  const at = itemKey(['IDEMPOTENCY', callerId, key], [LABEL]);
  const fingerprint = hashOf(canonical(request));
  const now = Math.floor(Date.now() / 1000);
  const answerOf = (remembered: Remembered): T => {
    if (remembered.fingerprint === fingerprint) return remembered.answer as T;
    throw new ServiceError('refused', 'This Idempotency-Key was used with another body.');
  };
  return {
    /** The write to add to the transaction. A record past its time counts as none: TTL deletes late. */
    write(answer: T): Write {
      return {
        label: LABEL,
        put: { ...at, fingerprint, answer, expiresAt: now + LIMITS.idempotencySeconds },
        condition: 'attribute_not_exists(pk) OR expiresAt <= :now',
        values: { ':now': now },
      };
    },
    /**
     * Does the work, unless it was done: then its first answer is given again. Two that come at once both begin, and the
     * transaction lets one of them through.
     *
     * @throws ServiceError `refused` when the key came with another request before; and what the work throws.
     */
    async do(work: () => Promise<T>): Promise<T> {
      const first = await table.get<Remembered>(at);
      if (first && first.expiresAt > now) return answerOf(first);
      try {
        return await work();
      } catch (thrown) {
        const other = thrown instanceof ConditionFailed ? thrown.failed.get(LABEL) : undefined;
        if (!other) throw thrown;
        return answerOf(other as unknown as Remembered);
      }
    },
  };
}

/** Whether it is (also) a remembered answer that stood in the way of a transaction. */
export const isRemembered = (failed: ConditionFailed): boolean => failed.failed.get(LABEL) !== undefined;

/** The same text for the same JSON, in whichever order its members came. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`;
}
