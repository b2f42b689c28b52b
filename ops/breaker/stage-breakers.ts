import { userInfo } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UserError } from '@serverless-orders/command-line/user-error';
import {
  type BreakerView,
  DynamoBreakerStore,
  listBreakers,
  viewOf,
} from '@serverless-orders/resilience/breaker';
import { tableRegistry } from '@serverless-orders/resilience/discovery';
import { type StageAccess, stageAccess } from '../stage/access.ts';
import { StageTable } from '../stage/table.ts';
import type { Named } from './arguments.ts';

/** A person takes longer than a call. */
const TIMEOUT_MS = 10_000;

/** A person's word on a breaker. */
export interface Forcing {
  state: 'OPEN' | 'CLOSED';
  /** For how long, in ms. */
  for: number;
  reason: string;
}

interface Tables {
  /** The names of the tables of breakers and of instances. */
  breakers: string;
  registry: string;
}

/** The circuit breakers of a stage as a person with access to it sees and forces them. */
export class StageBreakers {
  readonly #stage: string;
  readonly #tables: Tables;
  readonly #client: DynamoDBClient;

  constructor({ stage }: Pick<StageAccess, 'stage'>, tables: Tables, client: DynamoDBClient) {
    this.#stage = stage;
    this.#tables = tables;
    this.#client = client;
  }

  /** @throws UserError when the stage does not run, or has no breakers. */
  static async open(stage: string): Promise<StageBreakers> {
    const access = await stageAccess(stage);
    const [breakers, registry] = await Promise.all([
      StageTable.find(stage, 'Breaker'),
      StageTable.find(stage, 'Registry'),
    ]);
    const names = { breakers: breakers.name, registry: registry.name };
    return new StageBreakers(access, names, new DynamoDBClient(access.config));
  }

  /** The breakers that something has happened to in the last two days; all others are closed. */
  list(): Promise<BreakerView[]> {
    return listBreakers({ table: this.#tables.breakers, client: this.#client });
  }

  /**
   * Forces the breakers that are meant, or leaves them to themselves again when no word is given.
   *
   * @throws UserError when there is no such instance.
   */
  async force(breaker: Named, to?: Forcing): Promise<BreakerView[]> {
    const { breakers: table } = this.#tables;
    const store = new DynamoBreakerStore({ table, client: this.#client, timeoutMs: TIMEOUT_MS });
    const now = Date.now();
    const forced = to && {
      state: to.state,
      reason: to.reason,
      by: userInfo().username,
      until: now + to.for,
    };
    const views: BreakerView[] = [];
    for (const name of await this.#instancesOf(breaker))
      views.push(viewOf(name, await store.force(name, forced, now), now));
    return views;
  }

  /** The breakers that are meant: those of all registered instances, when no instance is named. */
  async #instancesOf({ service, instance }: Named): Promise<string[]> {
    const registered = await tableRegistry({
      table: this.#tables.registry,
      client: this.#client,
      timeoutMs: TIMEOUT_MS,
    })();
    const instances = registered.filter((each) => each.service === service).map((each) => each.instance);
    if (instances.length === 0)
      throw new UserError(
        `no instance of ${service} is registered on stage ${this.#stage}`,
        'npm run registry -- list',
      );
    if (instance !== undefined && !instances.includes(instance))
      throw new UserError(`${service} has no instance ${instance}`, `it has ${instances.join(', ')}`);
    return (instance === undefined ? instances : [instance]).map((each) => `${service}/${each}`);
  }
}
