import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { clientConfig, until } from './engine.ts';

const sfn = new SFNClient(clientConfig());

/** The states that an execution has entered so far, in order; undefined when there is no such execution. */
export async function statesOf(stateMachineArn: string, name: string): Promise<string[] | undefined> {
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const states: string[] = [];
  try {
    for await (const page of paginateGetExecutionHistory({ client: sfn }, { executionArn })) {
      for (const { stateEnteredEventDetails } of page.events ?? [])
        if (stateEnteredEventDetails?.name) states.push(stateEnteredEventDetails.name);
    }
    return states;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ExecutionDoesNotExist') return undefined;
    throw thrown;
  }
}

/** The names of a state machine's executions. */
export async function executionsOf(stateMachineArn: string): Promise<string[]> {
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }),
  );
  return executions.map(({ name }) => name!);
}

/**
 * Ends an execution in the middle of whatever it does, and waits until it has ended. The engine lets the attempt that is
 * under way end first, so `then` can let that come to its end; and calls it FAILED when that attempt was the last one.
 */
export async function abort(
  stateMachineArn: string,
  name: string,
  then: () => Promise<void> = async () => {},
): Promise<void> {
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  await sfn.send(new StopExecutionCommand({ executionArn }));
  await then();
  await until(
    async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status !== 'RUNNING',
    { what: `${name} to be over` },
  );
}
