/// <reference path="../.sst/platform/config.d.ts" />
import { bundleOf } from './bundle.ts';

type FunctionArgs = sst.aws.FunctionArgs;
type Permission = { actions: string[]; resources: $util.Input<$util.Input<string>[]> };

/** What one function needs of the world. What is not named here, it cannot touch. */
interface Needs {
  /** Operations on the service's own table, as in `['GetItem', 'PutItem']`. */
  table?: TableOperation[];
  /** An index of the table that is queried. */
  index?: string;
  environment?: Record<string, $util.Input<string>>;
  permissions?: Permission[];
  link?: FunctionArgs['link'];
  /** 512 MB unless told: at less, Lambda gives so little processor that cold starts double. */
  memory?: FunctionArgs['memory'];
  timeout?: FunctionArgs['timeout'];
}

type TableOperation =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

interface ServiceOptions {
  indexes?: Record<string, { hashKey: string; rangeKey: string }>;
  /** Whether the table has a stream that carries the outbox. */
  outbox?: boolean;
}

/** `place-order` -> `PlaceOrder`. */
const pascal = (text: string) =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** Writing to a function's own log group, which the deployment has made. */
const logging = (functionName: string): Permission => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: [
    $interpolate`arn:aws:logs:${aws.getRegionOutput().name}:${aws.getCallerIdentityOutput().accountId}:log-group:/aws/lambda/${functionName}:*`,
  ],
});

/**
 * One service: its table, and the one way to declare its functions. A function is named after its file
 * (functions/orders/api/place-order.ts is `<app>-<stage>-orders-place-order`), so that logs, traces and bills are
 * readable; it gets the permissions that it names on its own service's table and nothing else.
 */
export class Service {
  readonly name: string;
  readonly #options: ServiceOptions;
  #table?: sst.aws.Dynamo;

  constructor(name: string, options: ServiceOptions = {}) {
    this.name = name;
    this.#options = options;
  }

  /** The service's own table; made when it is first asked for, since not every service keeps data. */
  get table(): sst.aws.Dynamo {
    const { indexes = {}, outbox = false } = this.#options;
    const indexKeys = Object.values(indexes).flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey]);
    this.#table ??= new sst.aws.Dynamo(`${pascal(this.name)}Table`, {
      fields: Object.fromEntries(['pk', 'sk', ...indexKeys].map((field) => [field, 'string' as const])),
      primaryIndex: { hashKey: 'pk', rangeKey: 'sk' },
      globalIndexes: indexes,
      ttl: 'expiresAt',
      ...(outbox && { stream: 'new-image' as const }),
    });
    return this.#table;
  }

  /** The arguments of one function of this service; `entry` is its file, as in `api/place-order`. */
  function(entry: string, needs: Needs = {}): FunctionArgs {
    const name = `${$app.name}-${$app.stage}-${this.name}-${entry.split('/').at(-1)}`;
    return {
      name,
      bundle: bundleOf(`${this.name}/${entry}`),
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      architecture: 'arm64',
      memory: needs.memory ?? '512 MB',
      timeout: needs.timeout ?? '10 seconds',
      logging: { retention: '1 month' },
      environment: {
        SERVICE: this.name,
        ...(needs.table && { TABLE: this.table.name }),
        ...needs.environment,
      },
      permissions: [...this.#tablePermissions(needs), ...(needs.permissions ?? []), logging(name)],
      // AWS's managed policy would let it write to every log group of the account.
      transform: {
        role: (args) => {
          args.managedPolicyArns = [];
        },
      },
      link: needs.link,
    };
  }

  /** A saga step or undo: a function that the state machine invokes. Shorter than the step's own time limit. */
  step(entry: string, needs: Needs): sst.aws.Function {
    return new sst.aws.Function(
      `${pascal(entry.split('/').at(-1)!)}Step`,
      this.function(entry, { timeout: '10 seconds', ...needs }),
    );
  }

  /** A queue's consumer, with the queue, its dead-letter queue, and the subscription to a topic's events of a type. */
  consumer(
    entry: string,
    { topic, type, ...needs }: Needs & { topic: sst.aws.SnsTopic; type: string },
  ): sst.aws.Queue {
    const id = `${pascal(this.name)}${pascal(entry.split('/').at(-1)!)}`;
    const dead = new sst.aws.Queue(`${id}DeadLetters`, {
      transform: { queue: { messageRetentionSeconds: 14 * 24 * 60 * 60 } },
    });
    const queue = new sst.aws.Queue(`${id}Queue`, {
      // AWS asks for six times the function's time limit at least, so that a batch is not received twice at once.
      visibilityTimeout: '60 seconds',
      dlq: { queue: dead.arn, retry: 5 },
    });
    queue.subscribe(this.function(entry, { ...needs, timeout: '10 seconds' }), {
      batch: { size: 10, partialResponses: true },
    });
    topic.subscribeQueue(`${id}Subscription`, queue.arn, {
      filter: { type: [type] },
      transform: { subscription: { rawMessageDelivery: true } },
    });
    return queue;
  }

  #tablePermissions({ table, index }: Needs): Permission[] {
    const own = (table ?? []).filter((operation) => index === undefined || operation !== 'Query');
    return [
      ...(own.length > 0
        ? [{ actions: own.map((operation) => `dynamodb:${operation}`), resources: [this.table.arn] }]
        : []),
      ...(index
        ? [{ actions: ['dynamodb:Query'], resources: [$interpolate`${this.table.arn}/index/${index}`] }]
        : []),
    ];
  }
}
