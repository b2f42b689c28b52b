import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { errorOf, type Lab } from '../lab.ts';
import { makeQueue, makeTable, receive } from '../resources/data.ts';
import { ended, execute, makeMachine } from '../resources/machines.ts';
import type { Row } from '../row.ts';

const START = 'step-functions/latest/apireference/API_StartExecution.html';
const service = 'Step Functions';

const waiting = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, End: true } } };
const passing = { StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } };

/** An execution that still runs, and a function that starts it again by its name. It is stopped when the row is done. */
async function running(lab: Lab) {
  const { sfn } = lab.clients;
  const stateMachineArn = await makeMachine(lab, waiting);
  const start = (input: object) =>
    sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'order-1', input: JSON.stringify(input) }));
  const first = await start({ order: 1 });
  lab.later(() => sfn.send(new StopExecutionCommand({ executionArn: first.executionArn })));
  return { start, first };
}

/** Execution names are unique; histories and results are kept. */
export const stepFunctionsExecutionRows: Row[] = [
  {
    id: 'sfn-start-again',
    service,
    behaviour: 'StartExecution with the name and input of a running execution',
    documented: 'answers with that execution',
    source: START,
    expected: { same: true, sameDate: true },
    reliedOn: 'yes',
    see: async (lab) => {
      const { start, first } = await running(lab);
      const again = await start({ order: 1 });
      const sameDate = again.startDate?.getTime() === first.startDate?.getTime();
      return { same: again.executionArn === first.executionArn, sameDate };
    },
  },
  {
    id: 'sfn-start-other-input',
    service,
    behaviour: 'the same with another input',
    documented: 'ExecutionAlreadyExists',
    source: START,
    expected: 'ExecutionAlreadyExists',
    reliedOn: 'yes',
    see: async (lab) => errorOf((await running(lab)).start({ order: 2 })),
  },
  {
    id: 'sfn-start-ended',
    service,
    behaviour: 'StartExecution with the name and input of one that has ended',
    documented: 'ExecutionAlreadyExists, for 90 days',
    source: START,
    expected: 'ExecutionAlreadyExists',
    reliedOn: 'yes',
    see: async (lab) => {
      const stateMachineArn = await makeMachine(lab, passing);
      const start = () =>
        lab.clients.sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'order-1', input: '{}' }));
      await ended(lab, (await start()).executionArn!);
      return errorOf(start());
    },
  },
  {
    id: 'sfn-history',
    service,
    behaviour: 'GetExecutionHistory',
    documented: 'every event in its order; each names the one that led to it, and states are entered by name',
    source: 'step-functions/latest/apireference/API_GetExecutionHistory.html',
    expected: {
      types: ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
      linked: true,
      entered: 'Pass',
    },
    reliedOn: 'yes',
    see: async (lab) => {
      const { executionArn } = await execute(lab, passing);
      const { events = [] } = await lab.clients.sfn.send(new GetExecutionHistoryCommand({ executionArn }));
      return {
        types: events.map(({ type }) => type),
        linked: events.at(-1)?.previousEventId === events.at(-2)?.id,
        entered: events[1]?.stateEnteredEventDetails?.name,
      };
    },
  },
  {
    id: 'sfn-send-message',
    service,
    behaviour: 'sqs:sendMessage as a task',
    documented: 'sends its MessageBody, an object as JSON',
    source: 'step-functions/latest/dg/connect-sqs.html',
    expected: { status: 'SUCCEEDED', body: { order: 7 } },
    reliedOn: 'no',
    see: async (lab) => {
      const queue = await makeQueue(lab);
      const Parameters = { QueueUrl: queue.url, 'MessageBody.$': '$' };
      const send = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters, End: true };
      const { status } = await execute(lab, { StartAt: 'Send', States: { Send: send } }, { order: 7 });
      const [message] = await receive(lab, queue);
      return { status, body: message?.Body && JSON.parse(message.Body) };
    },
  },
  {
    id: 'sfn-transact-write',
    service,
    behaviour: 'dynamodb:transactWriteItems as a task, twice with a condition',
    documented: 'writes all or nothing; a failed condition is DynamoDb.TransactionCanceledException',
    source: 'step-functions/latest/dg/supported-services-awssdk.html',
    expected: { first: 'SUCCEEDED', second: 'DynamoDb.TransactionCanceledException', value: '7' },
    reliedOn: 'no',
    difference: {
      program:
        'steps are functions, which write through the table module; the machine catches no name of DynamoDB',
      test: 'functions/contracts/saga-definition.spec.ts',
    },
    see: async (lab) => {
      const { name: TableName } = await makeTable(lab);
      const Key = { pk: { S: 'a' }, sk: { S: 'a' } };
      const Put = {
        TableName,
        Item: { ...Key, value: { 'S.$': '$.value' } },
        ConditionExpression: 'attribute_not_exists(pk)',
      };
      const definition = {
        StartAt: 'Write',
        States: {
          Write: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:dynamodb:transactWriteItems',
            Parameters: { TransactItems: [{ Put }] },
            End: true,
          },
        },
      };
      const first = await execute(lab, definition, { value: '7' });
      const second = await execute(lab, definition, { value: '8' });
      const { Item } = await lab.clients.dynamodb.send(
        new GetItemCommand({ TableName, Key, ConsistentRead: true }),
      );
      return { first: first.status, second: second.error, value: Item?.value?.S };
    },
  },
  {
    id: 'sfn-redrive',
    service,
    behaviour: 'RedriveExecution of one that failed',
    documented: 'runs it again from the state that failed',
    source: 'step-functions/latest/apireference/API_RedriveExecution.html',
    expected: 'none',
    reliedOn: 'no',
    see: async (lab) => {
      const { executionArn } = await execute(lab, {
        StartAt: 'Fail',
        States: { Fail: { Type: 'Fail', Error: 'Broken' } },
      });
      return errorOf(lab.clients.sfn.send(new RedriveExecutionCommand({ executionArn })));
    },
  },
];
