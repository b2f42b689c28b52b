import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  type DrainRecord,
  type HealthRecord,
  type InstanceState,
  instanceName,
  itemOf,
  KINDS,
  type Kind,
  keyOf,
  type RegisteredInstance,
  readRecords,
  readRegistry,
  recordName,
} from '@serverless-orders/resilience/discovery';

export type InstanceId = Pick<InstanceState, 'service' | 'instance'>;

interface Registered {
  instances: RegisteredInstance[];
  /** By the instance's name, what the last health check has left, however old. */
  health: Map<string, HealthRecord>;
  /** Instances that something is noted about, and that are no longer there. */
  gone: InstanceId[];
}

/** The registry of a stage as those see it who write to it: the health check and operators on call. Callers use packages/resilience/discovery. */
export class RegistryRepository {
  readonly #table: string;
  readonly #client: Pick<DynamoDBClient, 'send'>;

  /** @param table the stage's table of instances */
  constructor(table: string, client: Pick<DynamoDBClient, 'send'>) {
    this.#table = table;
    this.#client = client;
  }

  async read(now = Date.now()): Promise<Registered> {
    const records = await readRecords({ table: this.#table, client: this.#client, consistent: true });
    const instances = readRegistry(records, { now });
    const texts = new Map(records.map(({ name, value }) => [name, value]));
    const health = new Map(
      instances.flatMap((instance) => {
        const text = texts.get(recordName('health', instance));
        const record = text === undefined ? undefined : parsed(text);
        return record ? [[instanceName(instance), record] as const] : [];
      }),
    );
    return { instances, health, gone: gone(texts.keys(), instances) };
  }

  putHealth(instance: InstanceId, record: HealthRecord): Promise<void> {
    return this.#put('health', instance, record);
  }

  /** Takes an instance out of service, until it is restored. */
  drain(instance: InstanceId, record: DrainRecord): Promise<void> {
    return this.#put('drain', instance, record);
  }

  /** Puts an instance back into service. One that was not drained stays as it is. */
  restore(instance: InstanceId): Promise<void> {
    return this.#delete('drain', instance);
  }

  /** Forgets what was noted about an instance that is gone. */
  async forget(instance: InstanceId): Promise<void> {
    await this.#delete('drain', instance);
    await this.#delete('health', instance);
  }

  async #put(kind: Kind, instance: InstanceId, record: object): Promise<void> {
    const Item = itemOf(kind, instance, JSON.stringify(record));
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item }));
  }

  async #delete(kind: Kind, instance: InstanceId): Promise<void> {
    await this.#client.send(new DeleteItemCommand({ TableName: this.#table, Key: keyOf(kind, instance) }));
  }
}

function gone(names: Iterable<string>, instances: InstanceState[]): InstanceId[] {
  const there = new Set(instances.map(instanceName));
  const noted = [...names]
    .map((name) => name.split('/'))
    .filter(([kind]) => kind === KINDS.health || kind === KINDS.drain)
    .map(([, service = '', instance = '']) => ({ service, instance }));
  return noted.filter((id) => !there.has(instanceName(id)));
}

/** A record of our own; one that somebody has spoilt is as good as none. */
function parsed(text: string): HealthRecord | undefined {
  try {
    return JSON.parse(text) as HealthRecord;
  } catch {
    return undefined;
  }
}
