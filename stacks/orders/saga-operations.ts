/// <reference path="../../.sst/platform/config.d.ts" />
import { goesSilent, happensAtAll } from '../alarms/everywhere.ts';
import type { Auth } from '../auth.ts';
import type { Gateway } from '../gateway.ts';
import { alarm } from '../service/alarm.ts';
import { arnOf } from '../service/arn.ts';
import { nameIn, pascal } from '../service/names.ts';
import type { Service } from '../service.ts';
import { settings } from '../stage-settings.ts';

interface Options {
  service: Service;
  gateway: Gateway;
  auth: Auth;
  saga: $util.Output<string>;
  undo: $util.Output<string>;
  parked: sst.aws.Queue;
}

/** How often orders that did not come to their end are looked for (minutes). */
const EVERY = 5;

/** Every execution of a state machine: each order has its own, so AWS can name them in no narrower way. */
export const executionsOf = (machine: $util.Output<string>) =>
  machine.apply((arn) => `${arn.replace(':stateMachine:', ':execution:')}:*`);

/** What keeps sagas from being left half done: the reconciler, and what on-call staff do with parked orders. */
export function sagaOperations(options: Options): void {
  reconciler(options);
  clearing(options);
  endpoints(options);
}

function reconciler({ service, saga, undo, parked }: Options): void {
  const asked = {
    INSPECT_RESERVATION: nameIn('inventory', 'inspect-reservation'),
    INSPECT_CHARGE: nameIn('payments', 'inspect-charge'),
  };
  everyFewMinutes(service, 'events/reconcile-orders', {
    table: ['GetItem', 'UpdateItem'],
    indexes: ['Waiting'],
    environment: {
      ...asked,
      SAGA_ARN: saga,
      UNDO_ARN: undo,
      PARKED_QUEUE_URL: parked.url,
      OVERDUE_SECONDS: String(settings().SAGA_OVERDUE_SECONDS),
    },
    permissions: [
      { actions: ['states:StartExecution'], resources: [saga, undo] },
      { actions: ['states:DescribeExecution'], resources: [saga, undo].map(executionsOf) },
      { actions: ['states:ListExecutions'], resources: [saga] },
      {
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(asked).map((name) => arnOf('lambda', `function:${name}`)),
      },
      { actions: ['sqs:SendMessage'], resources: [parked.arn] },
    ],
    // Twenty orders, each of which may wait ten seconds for another service.
    timeout: '5 minutes',
  });
}

/** Takes messages away whose orders have come to their end. */
function clearing({ service, parked }: Options): void {
  everyFewMinutes(service, 'events/clear-parked', {
    table: ['GetItem'],
    environment: { PARKED_QUEUE_URL: parked.url },
    permissions: [
      {
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
        resources: [parked.arn],
      },
    ],
    timeout: '60 seconds',
  });
}

/** A scheduled function that nobody waits for: alarms ring when it fails, and when it is not called any more. */
function everyFewMinutes(service: Service, entry: string, needs: Parameters<Service['function']>[1]): void {
  const file = entry.split('/').at(-1)!;
  const name = nameIn(service.name, file);
  new sst.aws.Cron(pascal(`${service.name}-${file}`), {
    schedule: `rate(${EVERY} minutes)`,
    // sst would send an empty event, and the local engine takes an empty one for none.
    event: { because: 'it is time' },
    function: service.function(entry, needs),
  });
  alarm(
    happensAtAll({
      name: `${service.name}-${file}-errors`,
      description: `${file} fails.`,
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      dimensions: { FunctionName: name },
    }),
  );
  alarm(
    goesSilent({
      name: `${service.name}-${file}-missing`,
      description: `${file} is not called any more.`,
      function: name,
      everyMinutes: EVERY,
    }),
  );
}

function endpoints({ service, gateway, auth, saga, undo }: Options): void {
  const machines = { SAGA_ARN: saga, UNDO_ARN: undo };
  const describes = { actions: ['states:DescribeExecution'], resources: [saga, undo].map(executionsOf) };
  gateway.route(
    'GET /sagas',
    service.function('api/list-sagas', {
      table: ['BatchGetItem'],
      indexes: ['Waiting'],
      environment: auth.verify,
    }),
  );
  gateway.route(
    'GET /sagas/{orderId}',
    service.function('api/get-saga', {
      table: ['GetItem'],
      environment: { ...auth.verify, ...machines },
      permissions: [describes],
    }),
  );
  gateway.route(
    'POST /sagas/{orderId}/redrive',
    service.function('api/redrive-saga', {
      table: ['GetItem', 'UpdateItem'],
      environment: { ...auth.verify, ...machines },
      permissions: [describes, { actions: ['states:StartExecution'], resources: [undo] }],
    }),
  );
}
