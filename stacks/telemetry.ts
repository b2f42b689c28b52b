/// <reference path="../.sst/platform/config.d.ts" />
import { createHash } from 'node:crypto';
import { describeQueues, labelsOf } from '../functions/telemetry/queues.ts';
import { OPEN } from '../functions/telemetry/scrape-token.ts';
import { isLocalStage } from '../packages/stages/stage.ts';
import type { Gateway } from './gateway.ts';
import type { Resilience } from './resilience.ts';
import { arnOf } from './service/arn.ts';
import { countLogsBy } from './service/counted-logs.ts';
import { instancesKnown } from './service/instances.ts';
import { knownQueues } from './service/known-queues.ts';
import { operatorQueue } from './service/operator-queue.ts';
import { metricsNamespace, Service } from './service.ts';
import { CURRENCY } from './settings.ts';
import { settings } from './stage-settings.ts';
import { dashboardBody } from './telemetry/dashboard-body.ts';

/** Those that answer requests. */
const SERVICES = ['gateway', 'users', 'inventory', 'payments', 'orders', 'registry', 'telemetry'];

interface Connections {
  gateway: Gateway;
  resilience: Resilience;
  orderTopic: sst.aws.SnsTopic;
  paymentTopic: sst.aws.SnsTopic;
  /** The address of any queue of the stage: all of them begin alike. */
  parked: $util.Output<string>;
  /** The address of the state machine. */
  saga: $util.Output<string>;
}

/**
 * Counting: first what reads the logs of all functions, so it comes before any of them; at the end what listens to events, and what
 * Prometheus asks.
 */
export function telemetryStack() {
  const service = new Service('telemetry');
  const { COUNTING_CONCURRENCY: reserved } = settings();
  const uncounted = operatorQueue({
    service: service.name,
    what: 'count-metrics-failed',
    alarm: 'Lines of metrics could not be counted.',
  });
  const counting = new sst.aws.Function('TelemetryCountMetrics', {
    ...service.function('events/count-metrics', {
      table: ['UpdateItem'],
      permissions: [{ actions: ['sqs:SendMessage'], resources: [uncounted.arn] }],
      timeout: '60 seconds',
    }),
    // A flood of logs takes these executions, and none that answer customers.
    ...(reserved !== undefined && { concurrency: { reserved } }),
  });
  // CloudWatch Logs hands over and does not wait: Lambda tries twice more, within six hours.
  new aws.lambda.FunctionEventInvokeConfig('TelemetryCountMetricsRetries', {
    functionName: counting.name,
    maximumRetryAttempts: 2,
    maximumEventAgeInSeconds: 6 * 60 * 60,
    destinationConfig: { onFailure: { destination: uncounted.arn } },
  });
  countLogsBy(counting);

  return {
    counters: service.table.name,
    connect({ gateway, resilience, orderTopic, paymentTopic, parked, saga }: Connections): void {
      service.consumer('events/count-orders', {
        from: orderTopic,
        types: ['order.created', 'order.confirmed', 'order.cancelled'],
        table: ['PutItem', 'UpdateItem', 'ConditionCheckItem'],
        collects: true,
      });
      service.consumer('events/count-payments', {
        from: paymentTopic,
        types: ['payment.charged', 'payment.refunded'],
        table: ['PutItem', 'UpdateItem'],
        collects: true,
      });
      const queues = knownQueues();
      gateway.route(
        'GET /metrics',
        service.function('api/get-metrics', {
          table: ['Query', 'BatchGetItem', 'PutItem', 'DeleteItem'],
          environment: {
            ...instancesKnown(),
            ...resilience.calling.environment,
            CURRENCY,
            QUEUES: describeQueues(queues),
            QUEUE_URL: parked.apply((url) => url.slice(0, url.lastIndexOf('orders-parked'))),
            ...scrapeToken(),
          },
          permissions: [
            resilience.listing,
            {
              actions: ['sqs:GetQueueAttributes'],
              resources: queues.map(({ name }) => arnOf('sqs', `${$app.name}-${$app.stage}-${name}`)),
            },
          ],
        }),
      );
      dashboard(gateway, saga);
    },
  };
}

/** What people see in CloudWatch who have no Prometheus. */
function dashboard(gateway: Gateway, saga: $util.Output<string>): void {
  const prefix = `${$app.name}-${$app.stage}-`;
  const queues = knownQueues();
  const { publishers } = labelsOf(queues);
  const body = $util.all([gateway.name, saga, aws.getRegionOutput().name]).apply(([api, machine, region]) =>
    dashboardBody({
      region,
      prefix,
      namespace: metricsNamespace(),
      api,
      saga: machine,
      queues,
      services: SERVICES,
      functions: {
        placeOrder: `${prefix}orders-place-order`,
        publishers: publishers.map((service) => `${prefix}${service}-publish-outbox`),
      },
    }),
  );
  new aws.cloudwatch.Dashboard('Dashboard', {
    dashboardName: `${$app.name}-${$app.stage}`,
    dashboardBody: $jsonStringify(body),
  });
}

/** The hash of the stage's scrape token. A stage in AWS without one answers nobody. */
function scrapeToken(): Record<string, string> {
  const { METRICS_TOKEN: token } = settings();
  if (token !== undefined) return { SCRAPE_TOKEN_HASH: createHash('sha256').update(token).digest('hex') };
  return isLocalStage($app.stage) ? { SCRAPE_TOKEN_HASH: OPEN } : {};
}
