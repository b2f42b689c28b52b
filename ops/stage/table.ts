import { DynamoDBClient, paginateListTables, paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Table } from '../../functions/platform/table.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { stageAccess } from './access.ts';

/** Reads a service's table on a stage, from the outside: for people and tests, never for services. */
export class StageTable {
  readonly name: string;
  readonly #client: DynamoDBClient;

  constructor(name: string, client: DynamoDBClient) {
    this.name = name;
    this.#client = client;
  }

  /**
   * Finds the table by the name that sst gives it: `<app>-<stage>-<Service>TableTable-<random>`.
   *
   * @throws UserError when the stage has no such table, or its engine does not run.
   */
  static async find(stage: string, service: string): Promise<StageTable> {
    const { config, prefix } = await stageAccess(stage);
    const client = new DynamoDBClient(config);
    const start = `${prefix}${service}TableTable-`;
    for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
      const name = TableNames.find((each) => each.startsWith(start));
      if (name) return new StageTable(name, client);
    }
    throw new UserError(
      `the stage ${stage} has no table of ${service}`,
      `npm run sst -- deploy --stage ${stage}`,
    );
  }

  /** The table as services have it. */
  get table(): Table {
    return new Table(this.name, this.#client);
  }

  /** Every item of one partition. */
  async partition(pk: string): Promise<Record<string, unknown>[]> {
    const query = {
      TableName: this.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': pk }),
      ConsistentRead: true,
    };
    const items: Record<string, unknown>[] = [];
    for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
      items.push(...Items.map((item) => unmarshall(item)));
    return items;
  }

  /** Every item, page by page, each page as it stands when it is read. */
  async scan(): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    const pages = paginateScan({ client: this.#client }, { TableName: this.name, ConsistentRead: true });
    for await (const { Items = [] } of pages) items.push(...Items.map((item) => unmarshall(item)));
    return items;
  }
}
