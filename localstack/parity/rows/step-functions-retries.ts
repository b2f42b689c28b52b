import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import type { Lab } from '../lab.ts';
import { sharedFunction } from '../resources/functions.ts';
import { execute } from '../resources/machines.ts';
import { task } from '../resources/task.ts';
import type { Row } from '../row.ts';

const ERRORS = 'step-functions/latest/dg/concepts-error-handling.html';
const service = 'Step Functions';

/** How often the function was attempted in an execution. */
async function attempts(lab: Lab, executionArn: string): Promise<number> {
  const { events = [] } = await lab.clients.sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  return events.filter(({ type }) => type === 'TaskFailed').length;
}

/** How often a state machine tries. */
export const stepFunctionsRetryRows: Row[] = [
  {
    id: 'sfn-retry-bounded',
    service,
    behaviour: 'Retry with MaxAttempts 3, full jitter and MaxDelaySeconds 2',
    documented: 'is tried four times, at most two seconds apart, then caught',
    source: ERRORS,
    expected: { attempts: 4, caught: 'named', slow: false },
    reliedOn: 'yes',
    see: async (lab) => {
      const began = Date.now();
      const Retry = [
        {
          ErrorEquals: ['States.ALL'],
          IntervalSeconds: 1,
          BackoffRate: 10,
          MaxAttempts: 3,
          MaxDelaySeconds: 2,
          JitterStrategy: 'FULL',
        },
      ];
      const { output, executionArn } = await execute(
        lab,
        task(await sharedFunction(lab, 'refuse'), ['OutOfStock'], { Retry }),
      );
      // Without the cap and the jitter it would take 111 s. The limit leaves time for a busy machine.
      const slow = Date.now() - began > 25_000;
      return { attempts: await attempts(lab, executionArn!), caught: output.caught, slow };
    },
  },
  {
    id: 'sfn-caught-error-not-retried',
    service,
    behaviour: 'a retrier with MaxAttempts 0 before one for States.ALL',
    documented: 'the first that matches decides: one attempt',
    source: ERRORS,
    expected: { attempts: 1, caught: 'named' },
    reliedOn: 'yes',
    see: async (lab) => {
      const Retry = [
        { ErrorEquals: ['OutOfStock'], MaxAttempts: 0 },
        { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3 },
      ];
      const definition = task(await sharedFunction(lab, 'refuse'), ['OutOfStock'], { Retry });
      const { output, executionArn } = await execute(lab, definition);
      return { attempts: await attempts(lab, executionArn!), caught: output.caught };
    },
  },
];
