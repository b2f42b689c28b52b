import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { orderKey } from '../../functions/orders/order-item.ts';
import { poll } from '../../packages/command-line/wait.ts';

/** BatchGetItem takes so many keys: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_A_READ = 100;
const LIMIT_MS = 30 * 60_000;

/** Tells when orders have settled. All that are under way are read at once, so that the engine is asked little. */
export class SettlingOrders {
  readonly #pending = new Map<string, (status: string) => void>();
  readonly #dynamodb: DynamoDBClient;
  readonly #table: string;

  constructor(dynamodb: DynamoDBClient, table: string) {
    this.#dynamodb = dynamodb;
    this.#table = table;
  }

  /** Waits until an order is no longer PENDING, while `watch` runs. @returns its status then. */
  settled(id: string): Promise<string> {
    return new Promise((resolve) => this.#pending.set(id, resolve));
  }

  /** Looks every so many ms for what has settled, as long as the work takes. @throws Error what the work throws. */
  async watch<T>(everyMs: number, work: () => Promise<T>): Promise<T> {
    let isOver = false;
    const result = work().finally(() => {
      isOver = true;
    });
    const looking = poll(
      async () => {
        await this.#look();
        return isOver;
      },
      { timeoutMs: LIMIT_MS, everyMs },
    );
    const [value] = await Promise.all([result, looking]);
    return value;
  }

  async #look(): Promise<void> {
    const ids = [...this.#pending.keys()];
    for (let at = 0; at < ids.length; at += KEYS_A_READ) {
      const Keys = ids.slice(at, at + KEYS_A_READ).map((id) => {
        const { pk, sk } = orderKey(id);
        return { pk: { S: pk }, sk: { S: sk } };
      });
      const { Responses } = await this.#dynamodb.send(
        new BatchGetItemCommand({ RequestItems: { [this.#table]: { Keys } } }),
      );
      for (const item of Responses?.[this.#table] ?? []) this.#note(item.id!.S!, item.status!.S!);
    }
  }

  #note(id: string, status: string): void {
    if (status === 'PENDING') return;
    this.#pending.get(id)?.(status);
    this.#pending.delete(id);
  }
}
