type Metric = (string | Record<string, unknown>)[];

/** One widget: what it is called, and what it shows. */
export interface Shown {
  title: string;
  metrics: Metric[];
  stat?: string;
  /** What stands at the left: percent, seconds, messages. */
  label?: string;
  annotations?: { value: number; label: string }[];
}

/** What is deployed, as far as it is shown. */
export interface Stage {
  region: string;
  /** `<app>-<stage>-`: what the names of all of its resources begin with. */
  prefix: string;
  /** What functions call the metrics of their own by. */
  namespace: string;
  /** The name of the API in API Gateway. */
  api: string;
  /** The address of the state machine. */
  saga: string;
  /** Queues by name without app and stage. */
  queues: readonly { name: string; isOperatorQueue: boolean }[];
  services: readonly string[];
  /** What AWS alone knows: throttles, timeouts and crashes, of which no function can tell. */
  functions: { placeOrder: string; publishers: readonly string[] };
}

/** Everything that is shown, in order. */
export const shownOf = (stage: Stage): Shown[] => [
  ...promises(stage),
  ...traffic(stage),
  ...orders(stage),
  ...queues(stage),
  ...platform(stage),
];

const PLACING = ['service', 'orders', 'route', 'POST /orders'];

const promises = ({ namespace }: Stage): Shown[] => [
  {
    title: 'Placing an order: failures',
    label: 'percent',
    metrics: [
      [{ expression: '100 * failed / asked', label: 'failed', id: 'share' }],
      [namespace, 'http_server_errors_total', ...PLACING, { id: 'failed', visible: false }],
      [namespace, 'http_requests_total', ...PLACING, { id: 'asked', visible: false }],
    ],
    annotations: [{ value: 0.1, label: 'promised' }],
  },
  {
    title: 'Placing an order: duration',
    label: 'seconds',
    metrics: ['p50', 'p95', 'p99'].map((stat) => [
      namespace,
      'http_request_duration_seconds',
      ...PLACING,
      { stat, label: stat },
    ]),
    annotations: [{ value: 1, label: 'promised for 99 %' }],
  },
];

const traffic = ({ namespace, services, api }: Stage): Shown[] => [
  {
    title: 'Requests by service',
    metrics: services.map((service) => [
      namespace,
      'http_requests_total',
      'service',
      service,
      { label: service },
    ]),
  },
  {
    title: 'Failures by service, and of the gateway as a whole',
    metrics: [
      ...services.map((service) => [
        namespace,
        'http_server_errors_total',
        'service',
        service,
        { label: service },
      ]),
      ['AWS/ApiGateway', '5XXError', 'ApiName', api, { label: 'gateway, crashes included' }],
    ],
  },
  {
    title: 'Calls between services: duration',
    label: 'seconds',
    stat: 'p95',
    metrics: ['gateway', 'users', 'payments'].map((service) => [
      namespace,
      'service_call_duration_seconds',
      'service',
      service,
      { label: `from ${service}` },
    ]),
  },
  {
    title: 'Requests turned away, and changes of breakers',
    metrics: [
      ...services.map((service) => [
        namespace,
        'rate_limited_requests_total',
        'service',
        service,
        { label: `429, ${service}` },
      ]),
      [namespace, 'breaker_transitions_total', 'service', 'gateway', { label: 'breakers' }],
    ],
  },
];

const orders = ({ namespace, saga }: Stage): Shown[] => [
  {
    title: 'Sagas',
    metrics: ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut'].map(
      (metric) => [
        'AWS/States',
        metric,
        'StateMachineArn',
        saga,
        { label: metric.replace('Executions', '').toLowerCase() },
      ],
    ),
  },
  {
    title: 'Steps of the saga: duration',
    label: 'seconds',
    stat: 'p95',
    metrics: ['inventory', 'payments', 'orders'].map((service) => [
      namespace,
      'saga_step_duration_seconds',
      'service',
      service,
      { label: service },
    ]),
  },
  {
    title: 'Parked orders, and emails',
    metrics: [
      [namespace, 'sagas_parked_total', 'service', 'orders', { label: 'parked' }],
      [namespace, 'emails_total', 'service', 'notifications', { label: 'emails' }],
    ],
  },
];

const queues = ({ prefix, queues: all, functions }: Stage): Shown[] => [
  {
    title: 'Messages that wait for manual intervention',
    stat: 'Maximum',
    label: 'messages',
    metrics: all
      .filter(({ isOperatorQueue }) => isOperatorQueue)
      .map(({ name }) => [
        'AWS/SQS',
        'ApproximateNumberOfMessagesVisible',
        'QueueName',
        `${prefix}${name}`,
        { label: name },
      ]),
  },
  {
    title: 'Age of the oldest message of each consumer',
    stat: 'Maximum',
    label: 'seconds',
    metrics: all
      .filter(({ isOperatorQueue }) => !isOperatorQueue)
      .map(({ name }) => [
        'AWS/SQS',
        'ApproximateAgeOfOldestMessage',
        'QueueName',
        `${prefix}${name}`,
        { label: name },
      ]),
  },
  {
    title: 'How far publishers are behind',
    stat: 'Maximum',
    label: 'milliseconds',
    metrics: functions.publishers.map((name) => ['AWS/Lambda', 'IteratorAge', 'FunctionName', name]),
  },
];

const platform = ({ functions, prefix }: Stage): Shown[] => [
  {
    title: 'Functions: errors and throttles of the whole account',
    metrics: [
      ['AWS/Lambda', 'Errors', { label: 'errors' }],
      ['AWS/Lambda', 'Throttles', { label: 'throttles' }],
      ['AWS/Lambda', 'Errors', 'FunctionName', functions.placeOrder, { label: 'errors of place-order' }],
      [
        'AWS/Lambda',
        'Errors',
        'FunctionName',
        `${prefix}telemetry-count-metrics`,
        { label: 'errors of counting' },
      ],
    ],
  },
];
