import { userInfo } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { UserError } from '@serverless-orders/command-line/user-error';
import { instanceName } from '@serverless-orders/resilience/discovery';
import { type InstanceId, RegistryRepository } from '../../functions/registry/repository.ts';
import { type StageAccess, stageAccess } from '../stage/access.ts';
import { StageTable } from '../stage/table.ts';

interface Clients {
  dynamodb: DynamoDBClient;
  lambda: LambdaClient;
}

/** The registry of a stage as a person with access to it sees it, and what they do to it. */
export class StageRegistry {
  readonly #repository: RegistryRepository;
  readonly #access: StageAccess;
  readonly #lambda: LambdaClient;

  /** @param table - the name of the registry's table. */
  constructor(access: StageAccess, table: string, { dynamodb, lambda }: Clients) {
    this.#access = access;
    this.#repository = new RegistryRepository(table, dynamodb);
    this.#lambda = lambda;
  }

  /** @throws UserError when the stage does not run, or has no registry. */
  static async open(stage: string): Promise<StageRegistry> {
    const access = await stageAccess(stage);
    const { name } = await StageTable.find(stage, 'Registry');
    return new StageRegistry(access, name, {
      dynamodb: new DynamoDBClient(access.config),
      lambda: new LambdaClient({ ...access.config, maxAttempts: 1 }),
    });
  }

  /**
   * All instances, and what the last health check has left of each.
   *
   * @throws UserError when none is registered.
   */
  async read() {
    const { instances, health } = await this.#repository.read();
    if (instances.length === 0)
      throw new UserError(`no instance is registered on stage ${this.#access.stage}`, 'deploy it first');
    return { instances, health };
  }

  /** Takes an instance out of what callers find. @throws UserError when there is no such instance. */
  async drain(instance: InstanceId, reason: string): Promise<void> {
    await this.#known(instance);
    const since = new Date().toISOString();
    await this.#repository.drain(instance, { reason, by: userInfo().username, since });
  }

  /** Lets callers find an instance again. @throws UserError when there is no such instance. */
  async restore(instance: InstanceId): Promise<void> {
    await this.#known(instance);
    await this.#repository.restore(instance);
  }

  /** Runs the stage's own health check once, with its role and its network. @throws UserError when it fails. */
  async probe(): Promise<void> {
    const { FunctionError, Payload } = await this.#lambda.send(
      new InvokeCommand({ FunctionName: `${this.#access.prefix}registry-check-health`, Payload: '{}' }),
    );
    if (!FunctionError) return;
    const answer = Buffer.from(Payload ?? []).toString();
    throw new UserError(
      `the health check failed (${FunctionError}: ${answer})`,
      'npm run logs -- check-health',
    );
  }

  async #known(instance: InstanceId): Promise<void> {
    const names = (await this.read()).instances.map(instanceName);
    if (names.includes(instanceName(instance))) return;
    throw new UserError(`there is no instance ${instanceName(instance)}`, `name one of ${names.join(', ')}`);
  }
}
