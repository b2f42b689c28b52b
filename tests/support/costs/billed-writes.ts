import type { AttributeValue, TransactWriteItem, Update } from '@aws-sdk/client-dynamodb';
import { applyUpdate, parseUpdate } from '../../simulation/store/update.ts';
import type { Item } from '../../simulation/store/values.ts';
import { itemSize, writeUnits } from './item-size.ts';

export interface BilledIndex {
  name: string;
  /** The attributes that it is by. */
  keys: string[];
  /** Whether it holds all attributes, or only the keys. */
  isWhole: boolean;
}

export interface BilledTable {
  /** As in `Orders`. */
  name: string;
  indexes: BilledIndex[];
}

/** Write units that were used, by table and index: `Orders`, `Orders.Waiting`. */
export type Units = Record<string, number>;

interface BilledWritesOptions {
  /** By their names in AWS. */
  tables: ReadonlyMap<string, BilledTable>;
  /** An item as it stands now: of one that was there before, only its size matters, which hardly changes. */
  stored: (table: string, key: Item) => Promise<Item | undefined>;
}

/**
 * What writes are billed, by the images before and after each. Every item of a transaction is written twice, and an index
 * follows with single writes of its own: one where an item comes, goes or changes, two where its key does.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html and
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html (Write capacity units)
 */
export class BilledWrites {
  readonly #options: BilledWritesOptions;
  /** Items as the writes so far have left them. */
  readonly #known = new Map<string, Item | undefined>();

  constructor(options: BilledWritesOptions) {
    this.#options = options;
  }

  /** The units of one request of which a condition did not hold: the tables' own, as if it had. */
  async refuse(items: TransactWriteItem[], factor: 1 | 2): Promise<Units> {
    const known = new Map(this.#known);
    const units = await this.write(items, factor);
    this.#known.clear();
    for (const [id, item] of known) this.#known.set(id, item);
    return Object.fromEntries(Object.entries(units).filter(([name]) => !name.includes('.')));
  }

  /** The units of one request; what it writes is taken for written. `factor`: 2 in a transaction. */
  async write(items: TransactWriteItem[], factor: 1 | 2): Promise<Units> {
    const units: Units = {};
    const add = (name: string, by: number) => {
      units[name] = (units[name] ?? 0) + by;
    };
    for (const { Put, Update, Delete, ConditionCheck } of items) {
      const write = (Put ?? Update ?? Delete ?? ConditionCheck)!;
      const table = this.#options.tables.get(write.TableName!);
      if (!table) throw new Error(`no table is called ${write.TableName}`);
      const key = keyOf((Put?.Item ?? (write as Update).Key)! as Item);
      const id = JSON.stringify([write.TableName, key]);
      const stored = Put ? undefined : await this.#options.stored(write.TableName!, key);
      const before = this.#known.has(id) ? this.#known.get(id) : stored;
      const after = Put
        ? (Put.Item as Item)
        : Delete
          ? undefined
          : Update
            ? updated(Update, key, before)
            : before;
      const bytes = Math.max(...[before, after].map((item) => (item ? itemSize(item) : 0)));
      add(table.name, factor * writeUnits(bytes));
      if (ConditionCheck) continue;
      this.#known.set(id, after);
      for (const index of table.indexes) {
        const by = indexUnits(index, before, after);
        if (by > 0) add(`${table.name}.${index.name}`, by);
      }
    }
    return units;
  }
}

const keyOf = ({ pk, sk }: Item): Item => ({ pk: pk!, sk: sk! });

function updated(update: Update, key: Item, before: Item | undefined): Item {
  return applyUpdate(parseUpdate(update.UpdateExpression!), key, {
    item: before,
    names: update.ExpressionAttributeNames ?? {},
    values: (update.ExpressionAttributeValues ?? {}) as Item,
  });
}

function indexUnits(
  { keys, isWhole }: BilledIndex,
  before: Item | undefined,
  after: Item | undefined,
): number {
  const [was, is] = [before, after].map((item) => {
    if (!item || keys.some((name) => item[name] === undefined)) return undefined;
    return isWhole ? item : Object.fromEntries([...keys, 'pk', 'sk'].map((name) => [name, item[name]!]));
  });
  const same = (one?: AttributeValue, other?: AttributeValue) =>
    JSON.stringify(one) === JSON.stringify(other);
  if (!was || !is) return [was, is].reduce((sum, item) => sum + (item ? writeUnits(itemSize(item)) : 0), 0);
  if (keys.some((name) => !same(was[name], is[name])))
    return writeUnits(itemSize(was)) + writeUnits(itemSize(is));
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].some(
    (name) => !same(was[name], is[name]),
  );
  return changed ? writeUnits(Math.max(itemSize(was), itemSize(is))) : 0;
}
