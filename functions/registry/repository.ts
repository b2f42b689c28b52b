import {
  DeleteParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  paginateGetParametersByPath,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { type CellState, cellName } from '../kit/discovery/cell.ts';
import {
  type DrainRecord,
  type HealthRecord,
  KINDS,
  type RegistryRecord,
  readRegistry,
  recordName,
} from '../kit/discovery/registry-records.ts';

export type CellId = Pick<CellState, 'service' | 'cell'>;

interface Registered {
  cells: CellState[];
  /** By the cell's name, what the last probe has left, however old. */
  health: Map<string, HealthRecord>;
  /** Cells that something is noted about, and that are no longer there. */
  gone: CellId[];
}

/** The registry of a stage as those see it who write to it: the prober and people on call. Callers use kit/discovery. */
export class RegistryRepository {
  readonly #path: string;
  readonly #client: SSMClient;

  /** @param path the stage's path, `/<app>/<stage>` */
  constructor(path: string, client: SSMClient) {
    this.#path = path;
    this.#client = client;
  }

  async read(now = Date.now()): Promise<Registered> {
    const records: RegistryRecord[] = [];
    const pages = paginateGetParametersByPath(
      { client: this.#client, pageSize: 10 },
      { Path: this.#path, Recursive: true },
    );
    for await (const { Parameters = [] } of pages)
      records.push(...Parameters.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value })));
    const cells = readRegistry(records, { path: this.#path, now });
    const texts = new Map(records.map(({ name, value }) => [name, value]));
    const health = new Map(
      cells.flatMap((cell) => {
        const text = texts.get(recordName(this.#path, 'health', cell));
        const record = text === undefined ? undefined : parsed(text);
        return record ? [[cellName(cell), record] as const] : [];
      }),
    );
    return { cells, health, gone: this.#gone(texts.keys(), cells) };
  }

  #gone(names: Iterable<string>, cells: CellState[]): CellId[] {
    const there = new Set(cells.map(cellName));
    const noted = [...names]
      .map((name) => name.slice(this.#path.length).split('/'))
      .filter(([, kind]) => kind === KINDS.health || kind === KINDS.drain)
      .map(([, , service = '', cell = '']) => ({ service, cell }));
    return noted.filter((id) => !there.has(cellName(id)));
  }

  putHealth(cell: CellId, record: HealthRecord): Promise<void> {
    return this.#put(recordName(this.#path, 'health', cell), record);
  }

  /** Takes a cell out of service, until it is restored. */
  drain(cell: CellId, record: DrainRecord): Promise<void> {
    return this.#put(recordName(this.#path, 'drain', cell), record);
  }

  /** Puts a cell back into service. One that was not drained stays as it is. */
  restore(cell: CellId): Promise<void> {
    return this.#delete(recordName(this.#path, 'drain', cell));
  }

  /** Forgets what was noted about a cell that is gone. */
  async forget(cell: CellId): Promise<void> {
    await this.#delete(recordName(this.#path, 'drain', cell));
    await this.#delete(recordName(this.#path, 'health', cell));
  }

  async #put(Name: string, record: object): Promise<void> {
    const Value = JSON.stringify(record);
    await this.#client.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
  }

  async #delete(Name: string): Promise<void> {
    try {
      await this.#client.send(new DeleteParameterCommand({ Name }));
    } catch (thrown) {
      if (!(thrown instanceof ParameterNotFound)) throw thrown;
    }
  }
}

/** A record of our own; one that somebody has spoilt is as good as none. */
function parsed(text: string): HealthRecord | undefined {
  try {
    return JSON.parse(text) as HealthRecord;
  } catch {
    return undefined;
  }
}
