import { type AttributeValue, DynamoDBClient, GetItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { marshall } from '@aws-sdk/util-dynamodb';
import { UserError } from '../../packages/command-line/user-error.ts';
import type { StageAccess } from '../stage/access.ts';

export type OutboxItem = Record<string, AttributeValue>;

/** How many records the publisher gets in one call. */
const BATCH = 25;

/** The outbox of one service: its records, and the function that publishes them. */
export class Outbox {
  readonly #publisher: string;
  readonly #dynamodb: DynamoDBClient;
  readonly #lambda: LambdaClient;
  #table?: string;

  constructor({ prefix, config }: StageAccess, service: string) {
    this.#publisher = `${prefix}${service}-publish-outbox`;
    this.#dynamodb = new DynamoDBClient(config);
    this.#lambda = new LambdaClient(config);
  }

  async record(key: { pk: string; sk: string }): Promise<OutboxItem | undefined> {
    const TableName = await this.#tableName();
    return (await this.#dynamodb.send(new GetItemCommand({ TableName, Key: marshall(key) }))).Item;
  }

  /** What was announced from one moment to another (ms since 1970), in the order of time. Reads the whole table. */
  async between(from: number, to: number): Promise<OutboxItem[]> {
    const query = {
      TableName: await this.#tableName(),
      // Only outbox records hold an event.
      FilterExpression: '#event.#time BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#event': 'event', '#time': 'time' },
      ExpressionAttributeValues: marshall({
        ':from': new Date(from).toISOString(),
        ':to': new Date(to).toISOString(),
      }),
    };
    const items: OutboxItem[] = [];
    for await (const page of paginateScan({ client: this.#dynamodb }, query))
      items.push(...(page.Items ?? []));
    return items.sort((a, b) => orderOf(a).localeCompare(orderOf(b)));
  }

  /**
   * Hands records to the publisher once more, as the table's stream would.
   *
   * @throws UserError when it could not publish them all.
   */
  async publish(items: OutboxItem[]): Promise<void> {
    for (let at = 0; at < items.length; at += BATCH) {
      const Records = items.slice(at, at + BATCH).map((NewImage, index) => ({
        eventName: 'INSERT',
        dynamodb: {
          SequenceNumber: String(at + index),
          Keys: { pk: NewImage.pk, sk: NewImage.sk },
          NewImage,
        },
      }));
      const { Payload, FunctionError } = await this.#lambda.send(
        new InvokeCommand({ FunctionName: this.#publisher, Payload: JSON.stringify({ Records }) }),
      );
      const answer = JSON.parse(Payload?.transformToString() ?? '{}');
      if (!FunctionError && answer.batchItemFailures?.length === 0) continue;
      throw new UserError(
        `${this.#publisher} could still not publish (${FunctionError ?? `${answer.batchItemFailures?.length} events`})`,
        'look into its log, mend the cause, and redrive again: nothing was removed',
      );
    }
  }

  /** The table whose stream the publisher reads. */
  async #tableName(): Promise<string> {
    if (this.#table) return this.#table;
    const { EventSourceMappings = [] } = await this.#lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: this.#publisher }),
    );
    const table = EventSourceMappings.map(
      ({ EventSourceArn = '' }) => /:table\/([^/]+)\/stream\//.exec(EventSourceArn)?.[1],
    );
    this.#table = table.find((name) => name !== undefined);
    if (!this.#table)
      throw new UserError(`${this.#publisher} reads no table's stream`, 'deploy the stage again');
    return this.#table;
  }
}

/** By time, and within one aggregate by sequence. */
const orderOf = ({ event, sk }: OutboxItem): string => `${event?.M?.time?.S ?? ''} ${sk?.S ?? ''}`;
