/// <reference path="../.sst/platform/config.d.ts" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The order saga: state-machines/order-saga.asl.json with the steps' functions filled in. It is a resource of AWS's own
 * and not sst's StepFunctions, which would compile every Catch to the head of its chain.
 *
 * @throws Error when the definition names a step that no service declares.
 */
export function sagaStack(steps: Record<string, sst.aws.Function>): aws.sfn.StateMachine {
  const definition = readFileSync(join($cli.paths.root, 'state-machines', 'order-saga.asl.json'), 'utf8');
  const arns = $resolve(Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, step.arn])));
  const role = new aws.iam.Role('OrderSagaRole', {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'states.amazonaws.com' }),
    inlinePolicies: [
      {
        name: 'invoke-steps',
        policy: aws.iam.getPolicyDocumentOutput({
          statements: [
            { actions: ['lambda:InvokeFunction'], resources: Object.values(steps).map((step) => step.arn) },
          ],
        }).json,
      },
    ],
  });
  return new aws.sfn.StateMachine('OrderSaga', {
    name: `${$app.name}-${$app.stage}-order-saga`,
    type: 'STANDARD',
    roleArn: role.arn,
    definition: arns.apply((arnOf) =>
      definition.replace(/\$\{(\w+)\}/g, (_, step: string) => {
        const arn = arnOf[step];
        if (!arn) throw new Error(`order-saga.asl.json names the step ${step}, which no service declares`);
        return arn;
      }),
    ),
  });
}
