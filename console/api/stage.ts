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
  /** Whether the person may act. */
  readonly mayAct: boolean;
  readonly #tables = new Map<string, Promise<StageTable>>();
  #reached: Reached;
  #sagas: Promise<StageSagas> | undefined;
  #isDoubted = false;

  private constructor(access: StageAccess, mayAct: boolean) {
    this.name = access.stage;
    this.isLocal = isLocalStage(access.stage);
    this.mayAct = mayAct;
    this.#reached = reach(access);
  }

  /** @throws UserError when the stage's engine does not run, or the name was probably mistyped. */
  static async open(name: string, { mayAct }: { mayAct: boolean }): Promise<Stage> {
    return new Stage(await stageAccess(name), mayAct);
  }

  get access(): StageAccess {
    return this.#reached.access;
  }
  get sqs(): SQSClient {
    return this.#reached.sqs;
  }
  get sfn(): SFNClient {
    return this.#reached.sfn;
  }
  get lambda(): LambdaClient {
    return this.#reached.lambda;
  }
  get xray(): XRayClient {
    return this.#reached.xray;
  }
  get dynamodb(): DynamoDBClient {
    return this.#reached.dynamodb;
  }
  get logs(): CloudWatchLogsClient {
    return this.#reached.logs;
  }

  /**
   * Reaches the engine that runs now, when something has failed since: one that was started anew has another key, and maybe
   * another port. Where none runs all stays as it was: whatever is asked fails, and says why.
   */
  async renew(): Promise<void> {
    if (!this.#isDoubted || !this.isLocal) return;
    const access = await stageAccess(this.name).catch(() => undefined);
    if (!access) return;
    this.#isDoubted = false;
    if (isSame(access, this.access)) return;
    this.#reached = reach(access);
    this.#forgetOpened();
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
    this.#isDoubted = true;
    this.#forgetOpened();
  }

  #forgetOpened(): void {
    this.#sagas = undefined;
    this.#tables.clear();
  }

  /** What the stage's latest deploy from this checkout returned: `api`, `saga`, on local stages `staff`. */
  outputs(): Record<string, unknown> {
    return readOutputs(places, this.name) ?? {};
  }
}

/** What a stage is asked by. */
type Reached = ReturnType<typeof reach>;

const reach = (access: StageAccess) => ({
  access,
  sqs: new SQSClient({ ...access.config, useQueueUrlAsEndpoint: false }),
  sfn: new SFNClient(access.config),
  lambda: new LambdaClient(access.config),
  xray: new XRayClient(access.config),
  dynamodb: new DynamoDBClient(access.config),
  logs: new CloudWatchLogsClient(access.config),
});

const isSame = ({ config: one }: StageAccess, { config: other }: StageAccess): boolean =>
  one.endpoint === other.endpoint && one.credentials?.accessKeyId === other.credentials?.accessKeyId;
