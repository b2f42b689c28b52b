import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { executionArn } from '../../functions/orders/executions.ts';
import { hasEnded, readHistory } from '../../ops/executions/history.ts';
import { clientConfig, until } from './engine.ts';

const sfn = new SFNClient(clientConfig());

/** The states that an execution has entered so far, in order; undefined when there is no such execution. */
export async function statesOf(stateMachineArn: string, name: string): Promise<string[] | undefined> {
  const events = await readHistory(sfn, executionArn(stateMachineArn, name));
  return events?.flatMap((event) => (event.kind === 'entered' ? event.state : []));
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
  const arn = executionArn(stateMachineArn, name);
  await sfn.send(new StopExecutionCommand({ executionArn: arn }));
  await then();
  await until(() => hasEnded(sfn, arn), { what: `${name} to be over` });
}
