import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type CellState, cellName, type RegisteredCell } from '../../packages/resilience/discovery/cell.ts';
import {
  type DrainRecord,
  type HealthRecord,
  itemOf,
  KINDS,
  type Kind,
  keyOf,
  readRegistry,
  recordName,
} from '../../packages/resilience/discovery/registry-records.ts';
import { readRecords } from '../../packages/resilience/discovery/registry-table.ts';

export type CellId = Pick<CellState, 'service' | 'cell'>;

interface Registered {
  cells: RegisteredCell[];
  /** By the cell's name, what the last probe has left, however old. */
  health: Map<string, HealthRecord>;
  /** Cells that something is noted about, and that are no longer there. */
  gone: CellId[];
}

/** The registry of a stage as those see it who write to it: the prober and people on call. Callers use kit/discovery. */
export class RegistryRepository {
  readonly #table: string;
  readonly #client: Pick<DynamoDBClient, 'send'>;

  /** @param table the stage's table of cells */
  constructor(table: string, client: Pick<DynamoDBClient, 'send'>) {
    this.#table = table;
    this.#client = client;
  }

  async read(now = Date.now()): Promise<Registered> {
    const records = await readRecords({ table: this.#table, client: this.#client, consistent: true });
    const cells = readRegistry(records, { now });
    const texts = new Map(records.map(({ name, value }) => [name, value]));
    const health = new Map(
      cells.flatMap((cell) => {
        const text = texts.get(recordName('health', cell));
        const record = text === undefined ? undefined : parsed(text);
        return record ? [[cellName(cell), record] as const] : [];
      }),
    );
    return { cells, health, gone: gone(texts.keys(), cells) };
  }

  putHealth(cell: CellId, record: HealthRecord): Promise<void> {
    return this.#put('health', cell, record);
  }

  /** Takes a cell out of service, until it is restored. */
  drain(cell: CellId, record: DrainRecord): Promise<void> {
    return this.#put('drain', cell, record);
  }

  /** Puts a cell back into service. One that was not drained stays as it is. */
  restore(cell: CellId): Promise<void> {
    return this.#delete('drain', cell);
  }

  /** Forgets what was noted about a cell that is gone. */
  async forget(cell: CellId): Promise<void> {
    await this.#delete('drain', cell);
    await this.#delete('health', cell);
  }

  async #put(kind: Kind, cell: CellId, record: object): Promise<void> {
    const Item = itemOf(kind, cell, JSON.stringify(record));
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item }));
  }

  async #delete(kind: Kind, cell: CellId): Promise<void> {
    await this.#client.send(new DeleteItemCommand({ TableName: this.#table, Key: keyOf(kind, cell) }));
  }
}

function gone(names: Iterable<string>, cells: CellState[]): CellId[] {
  const there = new Set(cells.map(cellName));
  const noted = [...names]
    .map((name) => name.split('/'))
    .filter(([kind]) => kind === KINDS.health || kind === KINDS.drain)
    .map(([, service = '', cell = '']) => ({ service, cell }));
  return noted.filter((id) => !there.has(cellName(id)));
}

/** A record of our own; one that somebody has spoilt is as good as none. */
function parsed(text: string): HealthRecord | undefined {
  try {
    return JSON.parse(text) as HealthRecord;
  } catch {
    return undefined;
  }
}
