import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { XRayClient } from '@aws-sdk/client-xray';
import { readOutputs } from '@serverless-orders/localstack';
import { StageSagas } from '../../ops/saga/stage-sagas.ts';
import { type StageAccess, stageAccess } from '../../ops/stage/access.ts';
import { StageTable } from '../../ops/stage/table.ts';
import { isLocalStage } from '../../packages/stages/stage.ts';
import { places } from '../../paths.ts';

/**
 * The stage that a console shows, as the commands reach it: what is opened once is kept, because every client that is made
 * anew opens connections anew.
 */
export class Stage {
  readonly name: string;
  readonly isLocal: boolean;
  readonly access: StageAccess;
  /** Whether the person may act. */
  readonly mayAct: boolean;
  readonly sqs: SQSClient;
  readonly sfn: SFNClient;
  readonly lambda: LambdaClient;
  readonly xray: XRayClient;
  readonly dynamodb: DynamoDBClient;
  readonly logs: CloudWatchLogsClient;
  readonly #tables = new Map<string, Promise<StageTable>>();
  #sagas: Promise<StageSagas> | undefined;

  private constructor(access: StageAccess, mayAct: boolean) {
    const { config } = access;
    this.name = access.stage;
    this.isLocal = isLocalStage(access.stage);
    this.access = access;
    this.mayAct = mayAct;
    this.sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
    this.sfn = new SFNClient(config);
    this.lambda = new LambdaClient(config);
    this.xray = new XRayClient(config);
    this.dynamodb = new DynamoDBClient(config);
    this.logs = new CloudWatchLogsClient(config);
  }

  /** @throws UserError when the stage's engine does not run, or the name was probably mistyped. */
  static async open(name: string, { mayAct }: { mayAct: boolean }): Promise<Stage> {
    return new Stage(await stageAccess(name), mayAct);
  }

  /** @throws UserError when the stage has no sagas. */
  sagas(): Promise<StageSagas> {
    this.#sagas ??= StageSagas.open(this.name).catch((thrown) => {
      this.#sagas = undefined;
      throw thrown;
    });
    return this.#sagas;
  }

  /** The table of a service, as in `Orders`. @throws UserError when there is none. */
  table(service: string): Promise<StageTable> {
    const known = this.#tables.get(service);
    if (known) return known;
    const found = StageTable.find(this.name, service);
    this.#tables.set(service, found);
    found.catch(() => this.#tables.delete(service));
    return found;
  }

  /** Finds everything anew the next time: a deploy may have replaced it. */
  forget(): void {
    this.#sagas = undefined;
    this.#tables.clear();
  }

  /** What the stage's latest deploy from this checkout returned: `api`, `saga`, on local stages `staff`. */
  outputs(): Record<string, unknown> {
    return readOutputs(places, this.name) ?? {};
  }
}
