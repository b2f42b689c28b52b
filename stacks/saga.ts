/// <reference path="../.sst/platform/config.d.ts" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { happensAtAll } from './alarms/everywhere.ts';
import { type Definition, machinesOf, stepsOf, withSteps } from './saga/definition.ts';
import { alarm } from './service/alarm.ts';
import { arnOf } from './service/arn.ts';
import { machineTracing } from './service/tracing.ts';
import { trustOnly } from './service/trust.ts';
import { settings } from './stage-settings.ts';

/** How an execution can end otherwise than well, and what on-call does about it (docs/oncall.md). */
const BAD_ENDS = {
  ExecutionsFailed: 'An execution has failed: its order is parked, or the reconciler takes it up.',
  ExecutionsTimedOut: 'An execution has run out of time: the reconciler takes its order up.',
  ExecutionsAborted: 'Somebody has stopped an execution: the reconciler takes its order up.',
};

/** What one machine may do: invoke its own steps. */
const invokingRole = (id: string, machine: $util.Output<string>, steps: $util.Output<string>[]) =>
  new aws.iam.Role(id, {
    assumeRolePolicy: trustOnly('states.amazonaws.com', [machine]),
    inlinePolicies: [
      {
        name: 'invoke-steps',
        policy: aws.iam.getPolicyDocumentOutput({
          statements: [{ actions: ['lambda:InvokeFunction'], resources: steps }, machineTracing()],
        }).json,
      },
    ],
  });

/**
 * The order saga: state-machines/order-saga.asl.json with the steps' functions filled in, and the same once more, entered
 * at the undo chain, for what has to be undone after the saga has ended. They are resources of AWS's own and not sst's
 * StepFunctions, which would compile every Catch to the head of its chain. Each has a role of its own, so that what undoes
 * can neither reserve, charge nor confirm.
 *
 * @throws Error when the definition names a step that no service declares.
 */
export function sagaStack(steps: Record<string, sst.aws.Function>) {
  const file = join($cli.paths.root, 'state-machines', 'order-saga.asl.json');
  const { saga, undo } = machinesOf(readFileSync(file, 'utf8'), settings().SAGA_PAUSES);
  const arns = Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, step.arn]));
  const machine = (id: string, name: string, definition: Definition) => {
    const fullName = `${$app.name}-${$app.stage}-${name}`;
    // By its name, and not as an output of the machine: what starts the saga would otherwise depend on every service whose
    // steps are in it.
    const arn = arnOf('states', `stateMachine:${fullName}`);
    new aws.sfn.StateMachine(id, {
      name: fullName,
      type: 'STANDARD',
      tracingConfiguration: { enabled: true },
      roleArn: invokingRole(
        `${id}Role`,
        arn,
        stepsOf(definition).flatMap((step) => arns[step] ?? []),
      ).arn,
      definition: $resolve(arns).apply((addresses) => withSteps(definition, addresses)),
    });
    for (const [metric, description] of Object.entries(BAD_ENDS)) {
      const what = metric.replace('Executions', '').toLowerCase();
      alarm(
        happensAtAll({
          name: `${name}-${what}`,
          description: `${name}: ${description}`,
          namespace: 'AWS/States',
          metric,
          // It has the account in it; a definition only hands it on.
          dimensions: { StateMachineArn: arn as unknown as string },
        }),
      );
    }
    return arn;
  };
  return {
    saga: machine('OrderSaga', 'order-saga', saga),
    /** Begins with the undo chain. */
    undo: machine('OrderUndo', 'order-undo', undo),
  };
}
