import type { DataOf } from '../contracts/events.ts';
import type { Preferences } from '../contracts/preferences.ts';
import { newId } from '../platform/id.ts';
import { newer, sequenceField, unlessKnown } from '../platform/inbox.ts';
import { itemKey, type Key } from '../platform/key.ts';
import { ConditionFailed, type Table } from '../platform/table.ts';
import type { Acquaintance, Contact } from './contact.ts';
import { type Suppression, suppressionKey } from './suppression.ts';

const contactKey = (userId: string): Key => itemKey(['USER', userId], ['CONTACT']);
const productKey = (sku: string): Key => itemKey(['PRODUCT', sku], ['PRODUCT']);
/** Of the record of an event's email. */
export const emailKey = (eventId: string): Key => itemKey(['EMAIL', eventId], ['EMAIL']);

/** user.changed and preferences.changed tell of different fields: neither makes the other look old. */
const ADDRESS = 'address';
const PREFERENCES = 'preferences';

const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** A tombstone stays this long (seconds): longer than an older event can wait in an outbox, a queue, and its dead letters. */
const TOMBSTONE_SECONDS = 90 * 24 * 60 * 60;

/** What was sent is remembered as long (seconds): an event that was redriven must not be mailed again. */
const REMEMBERED_SECONDS = 90 * 24 * 60 * 60;

/** Label of the write that claims an email. */
export const CLAIM = 'claim';

/** An email of an event: SENDING from the claim on, SENT once SES has taken it. Holds no address and no text. */
export interface EmailRecord {
  status: 'SENDING' | 'SENT';
  /** When it was claimed, in ms since 1970. */
  at: number;
  /** Who has claimed it: an attempt. */
  claim?: string;
}

/** The notifications table: addresses and preferences of users, names of products, which events have been mailed, whom not to write to. */
export class NotificationRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async contact(userId: string): Promise<Acquaintance> {
    const item = await this.#table.get<Partial<Contact> & { deleted?: boolean }>(contactKey(userId));
    if (item?.deleted) return { known: 'deleted' };
    const { name, email, emailVerified, preferences } = item ?? {};
    // Half of a contact is there while its other event is on its way.
    if (name === undefined || email === undefined || !preferences) return { known: 'unknown' };
    return { known: 'yes', contact: { userId, name, email, emailVerified, preferences } };
  }

  keepAddress(
    { userId, name, email, emailVerified }: DataOf<'user.changed'>,
    sequence: number,
  ): Promise<boolean> {
    return this.#keep(userId, sequence, ADDRESS, { name, email, emailVerified });
  }

  keepPreferences(userId: string, preferences: Preferences, sequence: number): Promise<boolean> {
    return this.#keep(userId, sequence, PREFERENCES, { preferences });
  }

  /** Retired products keep their names: orders of them are still written about. */
  keepProduct({ sku, name }: { sku: string; name: string }, sequence: number): Promise<boolean> {
    return unlessKnown(() =>
      this.#table.writeOne(newer({ update: productKey(sku), sequence, fields: { sku, name } })),
    );
  }

  /** The names of products, as far as they are known. */
  async productNames(skus: string[]): Promise<ReadonlyMap<string, string>> {
    const products = await this.#table.getMany<{ sku: string; name: string }>(
      [...new Set(skus)].map(productKey),
    );
    return new Map(products.map(({ sku, name }) => [sku, name]));
  }

  /** Forgets a user. What is left says only that older events of this user are too late. */
  forget(userId: string, sequence: number): Promise<void> {
    return this.#table.write([
      {
        put: {
          ...contactKey(userId),
          deleted: true,
          [sequenceField(ADDRESS)]: sequence,
          [sequenceField(PREFERENCES)]: sequence,
          expiresAt: secondsFromNow(TOMBSTONE_SECONDS),
        },
      },
    ]);
  }

  /**
   * Claims the email of an event: who has the claim, and nobody else, sends it.
   *
   * @param staleBefore a claim without an outcome that is older (ms since 1970) can be taken over.
   * @throws ConditionFailed with CLAIM and the record that stands in the way, which is another attempt's.
   */
  async claimEmail(eventId: string, at: number, staleBefore: number): Promise<void> {
    const claim = newId();
    const expiresAt = secondsFromNow(REMEMBERED_SECONDS);
    try {
      await this.#table.writeOne({
        label: CLAIM,
        put: { ...emailKey(eventId), status: 'SENDING', at, claim, expiresAt },
        condition: 'attribute_not_exists(pk) OR (#status = :sending AND #at < :stale)',
        names: { '#status': 'status', '#at': 'at' },
        values: { ':sending': 'SENDING', ':stale': staleBefore },
      });
    } catch (thrown) {
      // Its own claim, of which the answer was lost.
      if (thrown instanceof ConditionFailed && thrown.failed.get(CLAIM)?.claim === claim) return;
      throw thrown;
    }
  }

  /** Remembers that the claimed email was sent. */
  markSent(eventId: string): Promise<void> {
    return this.#table.writeOne({
      update: emailKey(eventId),
      set: 'SET #status = :sent',
      names: { '#status': 'status' },
      values: { ':sent': 'SENT' },
    });
  }

  /** Gives a claim back, because the email was certainly not sent. */
  release(eventId: string): Promise<void> {
    return this.#table.write([{ delete: emailKey(eventId) }]);
  }

  /** Has an address be written to no more. */
  suppress(address: string, suppression: Suppression): Promise<void> {
    return this.#table.writeOne({ put: { ...suppressionKey(address), ...suppression } });
  }

  /** Why an address is written to no more; undefined while it is. */
  suppression(address: string): Promise<Suppression | undefined> {
    return this.#table.get<Suppression>(suppressionKey(address));
  }

  /** Has an address be written to again: for people who know that it is right now. */
  liftSuppression(address: string): Promise<void> {
    return this.#table.write([{ delete: suppressionKey(address) }]);
  }

  #keep(userId: string, sequence: number, part: string, fields: Record<string, unknown>): Promise<boolean> {
    return unlessKnown(() =>
      this.#table.writeOne(newer({ update: contactKey(userId), sequence, part, fields })),
    );
  }
}
