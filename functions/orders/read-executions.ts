import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { readConfig, required } from '../kit/config.ts';

/** One execution of an order, as Step Functions tells of it. */
export interface ReadExecution {
  name: string;
  status: string;
  /** RFC 3339. */
  startedAt?: string;
  stoppedAt?: string;
  error?: string;
}

/** Makes what reads the executions of an order that there were: its saga, and the undo of its cancellation. */
export function executionReader(client = new SFNClient({})): (orderId: string) => Promise<ReadExecution[]> {
  const { SAGA_ARN, UNDO_ARN } = readConfig({ SAGA_ARN: required, UNDO_ARN: required });
  const describe = async (machine: string, name: string): Promise<ReadExecution[]> => {
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      const found = await client.send(new DescribeExecutionCommand({ executionArn }));
      const { status = 'UNKNOWN', startDate, stopDate, error } = found;
      return [
        { name, status, startedAt: startDate?.toISOString(), stoppedAt: stopDate?.toISOString(), error },
      ];
    } catch (thrown) {
      if (thrown instanceof ExecutionDoesNotExist) return [];
      throw thrown;
    }
  };
  return async (orderId) =>
    (await Promise.all([describe(SAGA_ARN, orderId), describe(UNDO_ARN, `${orderId}.cancel`)])).flat();
}
