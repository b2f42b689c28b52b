import { randomUUID } from 'node:crypto';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { enforcesIam } from '../support/enforces-iam.ts';
import { clientConfig, until } from '../support/engine.ts';
import { shopOutputs } from '../support/outputs.ts';
import { grantsOfRole, sendsMoreThanTraces } from '../support/role-grants.ts';

const sfn = new SFNClient(clientConfig());

describe('the role of a state machine', () => {
  const UNDO = [
    'orders-cancel-order',
    'orders-park-order',
    'payments-refund-payment',
    'inventory-release-inventory',
  ];
  const DO = ['inventory-reserve-inventory', 'payments-charge-payment', 'orders-confirm-order'];
  const roleOf = async (machine: 'saga' | 'undo') => {
    const { roleArn } = await sfn.send(
      new DescribeStateMachineCommand({ stateMachineArn: shopOutputs()[machine] }),
    );
    return roleArn!;
  };
  const invokes = async (machine: 'saga' | 'undo') => {
    const { statements, attached } = await grantsOfRole('', await roleOf(machine));
    expect(attached).toEqual([]);
    const invoking = statements.filter(sendsMoreThanTraces);
    expect(invoking.flatMap(({ Action }) => Action)).toEqual(['lambda:InvokeFunction']);
    return invoking
      .flatMap(({ Resource }) => Resource)
      .map((arn) => arn.split(':function:shop-test-shop-')[1]!)
      .sort();
  };

  it('that undoes can neither reserve, charge nor confirm', async () => {
    expect(await invokes('undo')).toEqual(UNDO.toSorted());
  });

  /**
   * What each step answers to an execution that has the role of a machine. The input is none that a step takes, so that
   * those that may be invoked fail and change nothing. On AWS another machine could not even assume the role.
   */
  const answersTo = async (machine: 'saga' | 'undo') => {
    const steps = [...DO, ...UNDO];
    const branch = (step: string) => ({
      StartAt: 'Try',
      States: {
        Try: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: `shop-test-shop-${step}`, Payload: {} },
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Tell' }],
          End: true,
        },
        Tell: { Type: 'Pass', End: true },
      },
    });
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: `attempt-${randomUUID()}`,
        roleArn: await roleOf(machine),
        definition: JSON.stringify({
          StartAt: 'All',
          States: { All: { Type: 'Parallel', Branches: steps.map(branch), End: true } },
        }),
      }),
    );
    try {
      const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
      const output = await until(
        async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).output,
        { what: 'all steps to answer' },
      );
      const causes = (JSON.parse(output) as { Cause: string }[]).map(({ Cause }) => Cause);
      return steps.map((step, index) => ({ step, cause: causes[index]! }));
    } finally {
      await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    }
  };
  const isRefused = ({ cause }: { cause: string }) =>
    cause.includes('is not authorized to perform: lambda:InvokeFunction');

  it.skipIf(!enforcesIam())(
    'that undoes is refused when it tries to reserve, charge or confirm',
    async () => {
      const answers = await answersTo('undo');
      expect(answers.filter(isRefused).map(({ step }) => step)).toEqual(DO);
      // The others have been invoked: it is their input that they do not take.
      for (const { cause } of answers.filter((answer) => !isRefused(answer)))
        expect(cause).toContain('ZodError');
    },
  );

  it('of the saga invokes its steps and their undos', async () => {
    expect(await invokes('saga')).toEqual([...DO, ...UNDO].toSorted());
  });
});
