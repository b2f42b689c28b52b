import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SagaOrder } from '../contracts/order-saga.ts';
import { readConfig, required } from '../kit/config.ts';

/**
 * Makes the function that starts an order's saga. The execution is named after the order, so that however often
 * and from wherever it is started (the endpoint, the outbox), there is one: Step Functions answers a repeated start
 * with the running execution, or with ExecutionAlreadyExists once it has ended.
 */
export function sagaStarter(client = new SFNClient({})): (order: SagaOrder) => Promise<void> {
  const { SAGA_ARN } = readConfig({ SAGA_ARN: required });
  return async (order) => {
    const input = SagaOrder.parse(order);
    try {
      await client.send(
        new StartExecutionCommand({
          stateMachineArn: SAGA_ARN,
          name: input.orderId,
          input: JSON.stringify(input),
        }),
      );
    } catch (thrown) {
      if (!(thrown instanceof ExecutionAlreadyExists)) throw thrown;
    }
  };
}
