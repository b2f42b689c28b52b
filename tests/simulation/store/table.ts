import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Invalid } from './errors.ts';
import { compareText, type Item } from './values.ts';

export interface IndexKey {
  hash: string;
  range: string;
}

/** The key that every table of the shop has. */
const TABLE_KEY: IndexKey = { hash: 'pk', range: 'sk' };

/** One record of a table's stream, as NEW_IMAGE has it; in the order of the writes. */
export interface Change {
  kind: 'INSERT' | 'MODIFY' | 'REMOVE';
  keys: Item;
  image: Item | undefined;
}

/** The items of one table with the key pk, sk and its indexes; what is put in is never changed afterwards. */
export class StoredTable {
  readonly #items = new Map<string, Item>();
  readonly #indexes: Record<string, IndexKey>;
  /** Told of every change, in order. */
  onChange: (change: Change) => void = () => {};

  constructor(indexes: Record<string, IndexKey> = {}) {
    this.#indexes = indexes;
  }

  /** @throws Invalid unless the key is pk and sk, two strings, and nothing else. */
  id(key: Item): string {
    if (Object.keys(key).length !== 2 || !isKeyPart(key.pk) || !isKeyPart(key.sk))
      throw new Invalid('The provided key element does not match the schema');
    return `${key.pk!.S}\u0000${key.sk!.S}`;
  }

  /** The key of an item that is put, and what its indexes ask for. @throws Invalid when that is missing. */
  keyOf(item: Item): Item {
    const { pk, sk } = item;
    if (!isKeyPart(pk) || !isKeyPart(sk))
      throw new Invalid('One or more parameter values were invalid: Missing the key pk or sk in the item');
    this.checkIndexes(item);
    return { pk: pk!, sk: sk! };
  }

  /** @throws Invalid when an attribute that an index is by is there, but no string. */
  checkIndexes(item: Item): void {
    for (const { hash, range } of Object.values(this.#indexes)) {
      for (const name of [hash, range]) {
        if (item[name] && !isKeyPart(item[name]))
          throw new Invalid(`One or more parameter values were invalid: Type mismatch for Index Key ${name}`);
      }
    }
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  set(id: string, keys: Item, image: Item | undefined): void {
    const kind = this.#items.has(id) ? (image ? 'MODIFY' : 'REMOVE') : 'INSERT';
    if (image) this.#items.set(id, image);
    else if (!this.#items.delete(id)) return;
    this.onChange({ kind, keys, image });
  }

  all(): Item[] {
    return [...this.#items.values()];
  }

  /** The key of the table or of an index. @throws Invalid when there is no such index. */
  key(index: string | undefined): IndexKey {
    if (index === undefined) return TABLE_KEY;
    const key = this.#indexes[index];
    if (!key) throw new Invalid(`The table does not have the specified index: ${index}`);
    return key;
  }

  /** Items of an index (without those that lack its key) in the index' order. */
  ordered({ hash, range }: IndexKey, wanted: (item: Item) => boolean): Item[] {
    return this.all()
      .filter((item) => item[hash] && item[range] && wanted(item))
      .sort(
        (a, b) =>
          compareText(a[range]!.S!, b[range]!.S!) ||
          compareText(a.pk!.S!, b.pk!.S!) ||
          compareText(a.sk!.S!, b.sk!.S!),
      );
  }
}

const isKeyPart = (value: AttributeValue | undefined) => value?.S !== undefined && value.S !== '';
