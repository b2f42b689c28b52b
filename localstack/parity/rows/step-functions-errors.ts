import { PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { makeFunction, sharedFunction } from '../resources/functions.ts';
import { execute } from '../resources/machines.ts';
import { task } from '../resources/task.ts';
import type { Row } from '../row.ts';

const ERRORS = 'step-functions/latest/dg/concepts-error-handling.html';
const service = 'Step Functions';

const names = {
  program:
    'no name but that of a business rejection is caught by name: everything else takes the way of States.ALL',
  test: 'functions/contracts/saga-definition.spec.ts',
};

/** How failures reach a state machine. */
export const stepFunctionsErrorRows: Row[] = [
  {
    id: 'sfn-catch-thrown-name',
    service,
    behaviour: "a Lambda's thrown error in Catch",
    documented: 'is caught by its name; the input stays, Error and Cause stand where ResultPath says',
    source: ERRORS,
    expected: { caught: 'named', order: 7, error: 'OutOfStock', type: 'OutOfStock', message: 'none left' },
    reliedOn: 'yes',
    see: async (lab) => {
      const { output } = await execute(lab, task(await sharedFunction(lab, 'refuse'), ['OutOfStock']), {
        order: 7,
      });
      const { errorType, errorMessage } = JSON.parse(output.failure.Cause);
      const { caught, order, failure } = output;
      return { caught, order, error: failure.Error, type: errorType, message: errorMessage };
    },
  },
  {
    id: 'sfn-catch-crash',
    service,
    behaviour: 'a Lambda whose process exits, in Catch',
    documented: 'is no success, and is caught by States.ALL',
    source: ERRORS,
    expected: 'all',
    reliedOn: 'yes',
    see: async (lab) =>
      (await execute(lab, task(await sharedFunction(lab, 'exit'), ['OutOfStock']))).output.caught,
  },
  {
    id: 'sfn-crash-name',
    service,
    behaviour: 'the name of such an error',
    documented: 'an unhandled error of Lambda is Lambda.Unknown',
    source: ERRORS,
    expected: 'Lambda.Unknown',
    reliedOn: 'no',
    difference: names,
    see: async (lab) =>
      (await execute(lab, task(await sharedFunction(lab, 'exit'), ['OutOfStock']))).output.failure.Error,
  },
  {
    id: 'sfn-throttle-name',
    service,
    behaviour: 'a Lambda that is throttled, in Catch',
    documented: 'is Lambda.TooManyRequestsException',
    source: 'step-functions/latest/dg/connect-lambda.html',
    expected: { error: 'Lambda.TooManyRequestsException', caught: 'all' },
    reliedOn: 'no',
    difference: names,
    see: async (lab) => {
      const FunctionName = await makeFunction(lab, 'echo');
      await lab.clients.lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
      );
      const { output } = await execute(lab, task(FunctionName, ['OutOfStock']));
      return { error: output.failure.Error, caught: output.caught };
    },
  },
  {
    id: 'sfn-task-timeout',
    service,
    behaviour: 'a task that takes longer than its TimeoutSeconds',
    documented: 'is given up with States.Timeout',
    source: ERRORS,
    expected: { caught: 'named', error: 'States.Timeout' },
    reliedOn: 'yes',
    see: async (lab) => {
      const FunctionName = await sharedFunction(lab, 'hang');
      const { output } = await execute(lab, task(FunctionName, ['States.Timeout'], { TimeoutSeconds: 1 }));
      return { caught: output.caught, error: output.failure.Error };
    },
  },
  {
    id: 'sfn-machine-timeout',
    service,
    behaviour: 'a machine that takes longer than its TimeoutSeconds',
    documented: 'ends as TIMED_OUT',
    source: 'step-functions/latest/dg/statemachine-structure.html',
    expected: 'TIMED_OUT',
    reliedOn: 'yes',
    see: async (lab) =>
      (
        await execute(lab, {
          StartAt: 'Wait',
          TimeoutSeconds: 1,
          States: { Wait: { Type: 'Wait', Seconds: 60, End: true } },
        })
      ).status,
  },
  {
    id: 'sfn-fail-state',
    service,
    behaviour: 'a Fail state',
    documented: 'the execution ends as FAILED with its Error and Cause',
    source: 'step-functions/latest/dg/state-fail.html',
    expected: { status: 'FAILED', error: 'OrderParked', cause: 'for people' },
    reliedOn: 'yes',
    see: async (lab) => {
      const { status, error, cause } = await execute(lab, {
        StartAt: 'Parked',
        States: { Parked: { Type: 'Fail', Error: 'OrderParked', Cause: 'for people' } },
      });
      return { status, error, cause };
    },
  },
];
