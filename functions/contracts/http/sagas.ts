import * as z from 'zod/mini';
import { operation } from './operation.ts';
import { Id, ListQuery, named, pageOf, Time } from './schemas.ts';

const Failure = z.strictObject({
  /** `turned around`: what the saga failed at first. Else the undo that failed for good. */
  step: z.enum(['turned around', 'RefundPayment', 'ReleaseInventory', 'CancelOrder']),
  error: z.string(),
  cause: z.optional(z.string()),
});

const saga = {
  orderId: Id,
  status: z.enum(['PENDING', 'CONFIRMED', 'CANCELLED']),
  /** True while the order waits for manual intervention. */
  attention: z.optional(z.boolean()),
  parkedAt: z.optional(Time),
  /** Why it was cancelled. */
  reason: z.optional(z.strictObject({ code: z.string(), message: z.string() })),
  createdAt: Time,
  /** The trace in which the order was placed, and in which all is that became of it. */
  traceId: z.optional(z.string()),
  /** How often its undo was started anew. */
  redrives: z.int(),
  failures: z.array(named('SagaFailure', Failure)),
};

export const ParkedSaga = named('ParkedSaga', z.strictObject(saga));

export const SagaExecution = named(
  'SagaExecution',
  z.strictObject({
    /** `<order id>`, `<order id>.cancel` or `<order id>.redrive.<n>`. */
    name: z.string(),
    /** As Step Functions says it. */
    status: z.string(),
    startedAt: z.optional(Time),
    stoppedAt: z.optional(Time),
    error: z.optional(z.string()),
    cause: z.optional(z.string()),
  }),
);

export const SagaView = named('Saga', z.strictObject({ ...saga, executions: z.array(SagaExecution) }));

const OrderPath = z.object({ orderId: Id });

const orderId = '01980000-0000-7000-8000-000000000003';
const parked = {
  orderId,
  status: 'PENDING',
  attention: true,
  parkedAt: '2026-01-01T00:31:00.000Z',
  createdAt: '2026-01-01T00:00:00.000Z',
  traceId: '5759e988bd862e3fe1be46a994272793',
  redrives: 0,
  failures: [
    { step: 'turned around', error: 'InsufficientFunds' },
    { step: 'ReleaseInventory', error: 'Lambda.TooManyRequestsException' },
  ],
};
const executions = [
  {
    name: orderId,
    status: 'FAILED',
    startedAt: '2026-01-01T00:00:00.100Z',
    stoppedAt: '2026-01-01T00:31:01.000Z',
    error: 'OrderParked',
  },
];

export const listSagas = operation({
  route: 'GET /sagas',
  id: 'listSagas',
  summary: 'The orders that wait for manual intervention, the longest waiting first',
  description: 'An undo of theirs has failed for good.',
  access: ['oncall'],
  query: ListQuery,
  answers: {
    200: { description: 'A page', body: pageOf(ParkedSaga), example: { items: [parked], next: null } },
  },
});

export const getSaga = operation({
  route: 'GET /sagas/{orderId}',
  id: 'getSaga',
  summary: 'The saga of one order, with its executions and failures',
  description: 'Of any order, parked or not. Step Functions forgets executions 90 days after their end.',
  access: ['oncall'],
  path: OrderPath,
  answers: { 200: { description: 'The saga', body: SagaView, example: { ...parked, executions } } },
  refuses: { 404: 'There is no such order' },
});

export const redriveSaga = operation({
  route: 'POST /sagas/{orderId}/redrive',
  id: 'redriveSaga',
  summary: 'Undo a parked order once more',
  description:
    'When what stood in the way is mended. The undo chain runs from its beginning, as the execution `<order id>.redrive.<n>`; what was given back already stays as it is. The order waits for manual intervention until it is CANCELLED.',
  access: ['oncall'],
  path: OrderPath,
  answers: {
    202: {
      description: 'An execution has been started',
      body: SagaView,
      headers: { location: 'Where the saga is' },
      example: { ...parked, redrives: 1, executions },
    },
  },
  refuses: { 404: 'There is no such order', 409: 'It is not parked, or one of its executions runs' },
});
