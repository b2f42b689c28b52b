import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type CaughtError, type SagaFailure, SagaOrder } from '../contracts/order-saga.ts';
import { awsClient } from '../platform/aws-client.ts';
import { readConfig, required } from '../platform/config.ts';
import { cancelName, redriveName } from './executions.ts';

/** Starts nothing: it warms a client. */
const WARM = new StartExecutionCommand({ stateMachineArn: 'none', name: 'none' });

/**
 * Starts an execution once. However often and from wherever it is started (the endpoint, the outbox), its name makes
 * it one: Step Functions answers a repeated start with the running execution, or with ExecutionAlreadyExists once it has
 * ended.
 */
async function startOnce(
  client: SFNClient,
  execution: { stateMachineArn: string; name: string; input: object },
): Promise<void> {
  const input = JSON.stringify(execution.input);
  try {
    await client.send(new StartExecutionCommand({ ...execution, input }));
  } catch (thrown) {
    if (!(thrown instanceof ExecutionAlreadyExists)) throw thrown;
  }
}

interface UndoOptions {
  /** The address of the state machine that undoes; the function's configuration names it unless told. */
  undo?: string;
  client?: SFNClient;
}

/** Makes the function that starts an order's saga: the execution `<order id>`. */
export function sagaStarter(
  client = awsClient(SFNClient, {}, { warmBy: [WARM] }),
): (order: SagaOrder) => Promise<void> {
  const { SAGA_ARN } = readConfig({ SAGA_ARN: required });
  return (order) => {
    const input = SagaOrder.parse(order);
    return startOnce(client, { stateMachineArn: SAGA_ARN, name: input.orderId, input });
  };
}

/** Makes the function that undoes a confirmed order which is to be cancelled: the execution `<order id>.cancel`. */
export function undoStarter({
  undo = readConfig({ UNDO_ARN: required }).UNDO_ARN,
  client = awsClient(SFNClient, {}, { warmBy: [WARM] }),
}: UndoOptions = {}): (order: SagaOrder) => Promise<void> {
  return (order) => {
    const failure = { Error: 'CancellationRequested' };
    const input: SagaFailure = { ...SagaOrder.parse(order), failure };
    return startOnce(client, { stateMachineArn: undo, name: cancelName(input.orderId), input });
  };
}

/** Makes the function that undoes an order anew: the execution `<order id>.redrive.<n>`. */
export function redriveStarter({
  undo = readConfig({ UNDO_ARN: required }).UNDO_ARN,
  client = awsClient(SFNClient, {}, { warmBy: [WARM] }),
}: UndoOptions = {}): (order: SagaOrder, redrive: number, failure: CaughtError) => Promise<void> {
  return (order, redrive, failure) => {
    const input: SagaFailure = { ...SagaOrder.parse(order), failure };
    return startOnce(client, { stateMachineArn: undo, name: redriveName(input.orderId, redrive), input });
  };
}
