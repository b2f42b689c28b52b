/// <reference path="../.sst/platform/config.d.ts" />
import { bundleOf } from './bundle.ts';
import {
  type Consumption,
  consumeEvents,
  consumeMessages,
  type MessageConsumption,
} from './service/consumer.ts';
import { countLog } from './service/counted-logs.ts';
import { deployInstances } from './service/instances.ts';
import { noteFunction } from './service/known-functions.ts';
import { fileOf, nameIn, pascal } from './service/names.ts';
import { type FunctionArgs, logging, type Needs, tablePermissions } from './service/needs.ts';
import { pollingOnly } from './service/polling.ts';
import { keepsData } from './service/protection.ts';
import { publishOutbox } from './service/publisher.ts';
import { tracing, tracingVariables } from './service/tracing.ts';
import { trustOnly } from './service/trust.ts';
import { settings } from './stage-settings.ts';

interface ServiceOptions {
  indexes?: Record<string, { hashKey: string; rangeKey: string; projection?: 'all' | 'keys-only' }>;
  /** Whether it sends events: then its table has a stream, and functions/<service>/events/publish-outbox.ts is one line. */
  publishes?: boolean;
}

/**
 * Of what Lambda itself writes, only what went wrong: START and REPORT of each invocation are a third of all that is written, and
 * say what the function's own line and CloudWatch's metrics do. What a function writes is its own choice, so nothing of it is left out.
 */
const LOG_LEVELS = { systemLogLevel: 'WARN', applicationLogLevel: 'TRACE' };

/** What the stage's own metrics are called by in CloudWatch. */
export const metricsNamespace = (): string => `${$app.name}/${$app.stage}`;

/**
 * One service: its table, and the one way to declare its functions. A function is named after its file
 * (functions/orders/api/place-order.ts is `<app>-<stage>-orders-place-order`), so that logs, traces and bills are
 * readable; it gets the permissions that it names on its own service's table and nothing else.
 *
 * @example
 * const service = new Service('users', { publishes: true }); // announce() now reaches service.topic
 * service.consumer('events/count-demand', { from: orderTopic, types: ['order.created'], table: ['UpdateItem'] });
 */
export class Service {
  readonly name: string;
  readonly #options: ServiceOptions;
  readonly #topic?: sst.aws.SnsTopic;
  #table?: sst.aws.Dynamo;

  constructor(name: string, options: ServiceOptions = {}) {
    this.name = name;
    this.#options = options;
    if (options.publishes) this.#topic = publishOutbox(this);
  }

  /** Where the service's events are published. */
  get topic(): sst.aws.SnsTopic {
    if (!this.#topic) throw new Error(`the service ${this.name} is not declared with publishes: true`);
    return this.#topic;
  }

  /** The service's own table; made when it is first asked for, since not every service keeps data. */
  get table(): sst.aws.Dynamo {
    const { indexes = {}, publishes = false } = this.#options;
    const indexKeys = Object.values(indexes).flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey]);
    this.#table ??= new sst.aws.Dynamo(`${pascal(this.name)}Table`, {
      fields: Object.fromEntries(['pk', 'sk', ...indexKeys].map((field) => [field, 'string' as const])),
      primaryIndex: { hashKey: 'pk', rangeKey: 'sk' },
      globalIndexes: indexes,
      ttl: 'expiresAt',
      deletionProtection: keepsData(),
      ...(publishes && { stream: 'new-image' as const }),
    });
    return this.#table;
  }

  /**
   * The arguments of one function of this service; `entry` is its file, as in `api/place-order`, and `as` what it is called
   * when it is not called as its file.
   */
  function(entry: string, needs: Needs = {}, as = fileOf(entry)): FunctionArgs {
    const name = nameIn(this.name, as);
    noteFunction({ service: this.name, name });
    return {
      name,
      bundle: bundleOf(`${this.name}/${entry.replace(/[^/]+$/, as)}`),
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      architecture: 'arm64',
      memory: needs.memory ?? '512 MB',
      timeout: needs.timeout ?? '10 seconds',
      logging: { retention: '1 month', format: 'json' },
      environment: {
        SERVICE: this.name,
        LOG_DEBUG_SHARE: String(settings().LOG_DEBUG_SHARE),
        ...tracingVariables(),
        METRICS_NAMESPACE: metricsNamespace(),
        ...(needs.table && { TABLE: this.table.name }),
        ...needs.environment,
      },
      permissions: [
        ...(needs.table ? tablePermissions(this.table.arn, needs) : []),
        ...(needs.permissions ?? []),
        logging(name),
        tracing(),
      ],
      transform: {
        role: (args) => {
          // AWS's managed policy would let it write to every log group of the account.
          args.managedPolicyArns = [];
          args.inlinePolicies = pollingOnly(args.inlinePolicies);
          args.assumeRolePolicy = trustOnly('lambda.amazonaws.com');
        },
        // Whether it uses the table or not: `sst deploy --target UsersTable`, which takes along what depends on the table,
        // is a deployment of the whole service.
        function: (args, options) => {
          args.tracingConfig = { mode: 'Active' };
          args.loggingConfig = $util
            .output(args.loggingConfig)
            .apply((config) => ({ ...config!, ...LOG_LEVELS }));
          if (this.#table) options.dependsOn = this.#table;
          const logGroup = $util.output(args.loggingConfig).apply((config) => config?.logGroup);
          countLog(this.name, as, logGroup as $util.Output<string>);
        },
      },
      link: needs.link,
    };
  }

  /** A saga step or undo: a function that the state machine invokes. Shorter than the step's own time limit. */
  step(entry: string, needs: Needs): sst.aws.Function {
    return new sst.aws.Function(
      `${pascal(fileOf(entry))}Step`,
      this.function(entry, { timeout: '10 seconds', ...needs }),
    );
  }

  /** The service's side of its RPC contract, functions/<service>/rpc.ts, in as many instances as stacks/settings.ts says. */
  instances(needs: Needs): void {
    deployInstances(this, needs);
  }

  /** A consumer of events of one service, with its queue, dead-letter queue and alarm. */
  consumer(entry: string, consumption: Consumption): void {
    consumeEvents(this, entry, consumption);
  }

  /** The same for all that a topic of AWS's own messages gets. */
  messages(entry: string, consumption: MessageConsumption): void {
    consumeMessages(this, entry, consumption);
  }
}
