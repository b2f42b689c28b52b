import {
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type Lab, until } from '../lab.ts';

/** A standard state machine. @returns its ARN. */
export async function makeMachine(
  lab: Lab,
  definition: object,
  options: Partial<CreateStateMachineCommandInput> = {},
): Promise<string> {
  const { sfn } = lab.clients;
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: lab.name('machine'),
      type: 'STANDARD',
      roleArn: lab.role(),
      definition: JSON.stringify(definition),
      ...options,
    }),
  );
  lab.later(() => sfn.send(new DeleteStateMachineCommand({ stateMachineArn })));
  return stateMachineArn!;
}

/** Runs a machine to its end. */
export async function execute(lab: Lab, definition: object, input: unknown = {}) {
  const stateMachineArn = await makeMachine(lab, definition);
  const { executionArn } = await lab.clients.sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return ended(lab, executionArn!);
}

export async function ended(lab: Lab, executionArn: string) {
  const description = await until('the execution to end', async () => {
    const now = await lab.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
    return now.status !== 'RUNNING' && now;
  });
  return { ...description, output: description.output ? JSON.parse(description.output) : undefined };
}
