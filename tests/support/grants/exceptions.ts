import type { Exception } from './unused.ts';

/** What is granted although the end to end tests do not show its use. Each says why, and what shows it instead. */
export const EXCEPTIONS: Exception[] = [
  {
    actions: ['xray:PutTraceSegments'],
    reason:
      'Functions hand their segments to the daemon of X-Ray by UDP, and Step Functions sends its own: neither is a call that the engine records. tests/e2e/traces.test.ts reads the segments.',
  },
  {
    actions: ['xray:PutTelemetryRecords'],
    reason:
      'The daemon tells X-Ray how many segments it took and lost; the local one does not. https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
  },
  {
    actions: ['xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    reason:
      'Step Functions asks X-Ray which executions to trace; the engine traces all. https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html',
  },
  {
    actions: ['dynamodb:ListStreams'],
    reason:
      'Lambda wants it of whoever a stream is mapped to, and the poller of the engine does not call it. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html',
  },
  {
    actions: ['dynamodb:UpdateItem'],
    resource: /RateLimits/,
    reason:
      'A function tells the shared bucket of requests after 2 % of a burst, which few functions get from one caller here. All have one piece of code and one grant for it (stacks/gateway/rate-limits.ts); tests/e2e/alone/rate-limits.test.ts empties the bucket.',
  },
  {
    of: /^(gateway|users|payments)-/,
    actions: ['dynamodb:UpdateItem'],
    resource: /Breaker/,
    sometimes: true,
    reason:
      'Callers write a breaker when it opens or closes: not each of them meets an instance that fails. All have one piece of code and one grant for it (stacks/service/calls.ts); tests/e2e/outage.test.ts opens breakers, tests/services/breaker-store.test.ts writes them.',
  },
  {
    of: /^registry-check-(health|instances|now)$/,
    actions: ['dynamodb:DeleteItem'],
    resource: /Registry/,
    sometimes: true,
    reason:
      'They forget what is noted of instances that are deployed no more, if a deployment ended before it had: registry-forget-instances does it otherwise, in tests/e2e/registry.test.ts. tests/services/registry.test.ts forgets.',
  },
  {
    of: /^users-ensure-staff$/,
    actions: ['dynamodb:UpdateItem'],
    reason:
      'A deployment with another password in the secret changes the account; those of the tests have one secret. tests/services/users.test.ts does.',
  },
  {
    of: /^(users|payments|inventory)-publish-outbox$/,
    actions: ['sqs:SendMessage'],
    sometimes: true,
    reason:
      'A record that cannot be published is set aside by the same code for each service (stacks/service/publisher.ts): tests/e2e/dead-letters.test.ts has one of orders, tests/services/publishing.test.ts a poison record.',
  },
  {
    of: /^inventory-ask-overdue$/,
    actions: ['sqs:SendMessage'],
    reason:
      'Operators are told of a reservation after three questions, 15 minutes apart. tests/services/overdue.test.ts turns the clock.',
  },
  {
    of: /^orders-rpc-\?$/,
    actions: ['dynamodb:DeleteItem'],
    sometimes: true,
    reason:
      'A customer whose account could not be deleted may order again: that takes a deletion that fails half way. tests/services/closing.test.ts has one.',
  },
  {
    of: /^orders-reconcile-orders$/,
    actions: ['states:StartExecution', 'sqs:SendMessage'],
    resource: /order-saga$|orders-parked$/,
    sometimes: true,
    reason:
      'The reconciler starts a saga that nobody has started, and parks an order that contradicts itself: both take two failures at once. tests/services/reconcile.test.ts makes them.',
  },
  {
    of: /^notifications-(follow-user|notify-order)$/,
    actions: ['dynamodb:DeleteItem'],
    sometimes: true,
    reason:
      'The claim of an email is given back when SES has refused it for sure, which the mailbox of the engine never does. tests/services/email-sender.test.ts refuses.',
  },
  {
    of: /^order-undo$/,
    actions: ['lambda:InvokeFunction'],
    resource: /orders-park-order$/,
    sometimes: true,
    reason:
      'An undo that fails for good parks the order in both machines by the same states of one definition: tests/e2e/faults.test.ts has it in the saga.',
  },
];
