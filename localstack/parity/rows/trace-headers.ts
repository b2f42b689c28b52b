import { InvokeCommand } from '@aws-sdk/client-lambda';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { type Lab, until } from '../lab.ts';
import { apiTo } from '../resources/api.ts';
import { makeQueue, makeTopic, receive } from '../resources/data.ts';
import { map } from '../resources/functions.ts';
import { ended, makeMachine } from '../resources/machines.ts';
import { task } from '../resources/task.ts';
import { newTrace, parts, saidBy, tracedFunction } from '../resources/traces.ts';
import type { Row } from '../row.ts';

const service = 'X-Ray';
const CONCEPTS = 'xray/latest/devguide/xray-concepts.html';
const LAMBDA = 'lambda/latest/dg/services-xray.html';

type Command = { middlewareStack: { add: (step: never, options: object) => void } };

/** Adds a trace header to a command of an SDK, as if it were sent from within a function. */
function carrying<C extends object>(command: C, header: string): C {
  const step =
    (next: (args: unknown) => unknown) => (args: { request: { headers: Record<string, string> } }) => {
      args.request.headers['x-amzn-trace-id'] = header;
      return next(args);
    };
  (command as unknown as Command).middlewareStack.add(step as never, { step: 'build', name: 'trace' });
  return command;
}

const invoke = (lab: Lab, FunctionName: string, header: string, options: object = {}) =>
  lab.clients.lambda.send(carrying(new InvokeCommand({ FunctionName, Payload: '{}', ...options }), header));

/** Whether a function's first invocation was part of a trace, and was sampled. */
async function continued(lab: Lab, name: string, root: string) {
  const [said] = await saidBy(lab, name);
  const { Root, Sampled } = parts(said?.header);
  return { sameTrace: Root === root, sampled: Sampled };
}

/** Runs a machine whose only task is a traced function. @returns the function's name. */
async function execute(lab: Lab, start: (stateMachineArn: string) => StartExecutionCommand): Promise<string> {
  const name = await tracedFunction(lab);
  const { executionArn } = await lab.clients.sfn.send(start(await makeMachine(lab, task(name, ['None']))));
  await ended(lab, executionArn!);
  return name;
}

/** Which trace a request, or a message, is part of when it reaches a function. */
export const traceHeaderRows: Row[] = [
  {
    id: 'trace-api-caller',
    service,
    behaviour: 'a request with X-Amzn-Trace-Id to an API, in the function behind it',
    documented:
      'is part of the same trace in the event and in _X_AMZN_TRACE_ID, and recorded as the caller says',
    source: 'apigateway/latest/developerguide/apigateway-xray.html',
    expected: { inEvent: true, inEnvironment: true, sampled: '1', parentOfEvent: true },
    reliedOn: 'yes',
    see: async (lab) => {
      const { root, parent, header } = newTrace();
      const url = await apiTo(lab, await tracedFunction(lab));
      const response = await fetch(`${url}/things/1`, { headers: { 'X-Amzn-Trace-Id': header } });
      const said = (await response.json()) as { header: string; asked: string };
      return {
        inEvent: parts(said.asked).Root === root,
        inEnvironment: parts(said.header).Root === root,
        sampled: parts(said.header).Sampled,
        parentOfEvent: parts(said.asked).Parent === parent,
      };
    },
  },
  {
    id: 'trace-api-new',
    service,
    behaviour: 'a request without the header to an API whose tracing is off',
    documented:
      'begins a trace, the same in the event and in _X_AMZN_TRACE_ID, and whether it is recorded is up to the function',
    source: 'apigateway/latest/developerguide/apigateway-xray.html',
    expected: { same: true, decidedInEvent: false, sampled: '1' },
    reliedOn: 'yes',
    see: async (lab) => {
      const url = await apiTo(lab, await tracedFunction(lab));
      const said = (await (await fetch(`${url}/things/1`)).json()) as { header: string; asked: string };
      return {
        same: parts(said.asked).Root === parts(said.header).Root,
        decidedInEvent: 'Sampled' in parts(said.asked),
        sampled: parts(said.header).Sampled,
      };
    },
  },
  {
    id: 'trace-not-sampled',
    service,
    behaviour: 'an invocation of a function with active tracing, whose caller says Sampled=0',
    documented: 'is not recorded',
    source: CONCEPTS,
    expected: { sameTrace: true, sampled: '0' },
    reliedOn: 'yes',
    see: async (lab) => {
      const name = await tracedFunction(lab);
      const { root, header } = newTrace(0);
      await invoke(lab, name, header);
      return continued(lab, name, root);
    },
  },
  {
    id: 'trace-passthrough',
    service,
    behaviour: 'an invocation without a header of a function whose tracing is off',
    documented: 'has a trace, which is not recorded',
    source: LAMBDA,
    expected: { trace: true, sampled: '0' },
    reliedOn: 'no',
    see: async (lab) => {
      const name = await tracedFunction(lab, 'PassThrough');
      await lab.clients.lambda.send(new InvokeCommand({ FunctionName: name, Payload: '{}' }));
      const [said] = await saidBy(lab, name);
      const { Root, Sampled } = parts(said?.header);
      return { trace: /^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(Root ?? ''), sampled: Sampled };
    },
  },
  {
    id: 'trace-asynchronous',
    service,
    behaviour: 'an asynchronous invocation that fails and is tried again',
    documented: 'all attempts are in the caller’s trace',
    source: LAMBDA,
    expected: [true, true, true],
    reliedOn: 'yes',
    see: async (lab) => {
      const name = await tracedFunction(lab);
      const { root, header } = newTrace();
      await invoke(lab, name, header, { InvocationType: 'Event', Payload: '{"fail":true}' });
      return (await saidBy(lab, name, 3)).map((said) => parts(said.header).Root === root);
    },
  },
  {
    id: 'trace-states-body',
    service,
    behaviour: 'StartExecution with traceHeader, in the functions of its tasks',
    documented: 'they are in this trace',
    source: 'step-functions/latest/apireference/API_StartExecution.html',
    expected: { sameTrace: true, sampled: '1' },
    reliedOn: 'yes',
    see: async (lab) => {
      const { root, header } = newTrace();
      const name = await execute(
        lab,
        (stateMachineArn) => new StartExecutionCommand({ stateMachineArn, traceHeader: header }),
      );
      return continued(lab, name, root);
    },
  },
  {
    id: 'trace-states-header',
    service,
    behaviour: 'StartExecution with X-Amzn-Trace-Id and traceHeader',
    documented: 'the HTTP header counts; tasks that are not to be recorded say so',
    source: 'step-functions/latest/apireference/API_StartExecution.html',
    expected: { sameTrace: true, sampled: '0' },
    reliedOn: 'yes',
    see: async (lab) => {
      const { root, header } = newTrace(0);
      const other = newTrace().header;
      const name = await execute(lab, (stateMachineArn) =>
        carrying(new StartExecutionCommand({ stateMachineArn, traceHeader: other }), header),
      );
      return continued(lab, name, root);
    },
  },
  {
    id: 'trace-sqs',
    service,
    behaviour: 'a message with the header, in the function that reads the queue',
    documented: 'AWSTraceHeader of the record is the sender’s; the batch has a trace of its own',
    source: 'AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html',
    expected: { ofMessage: true, ofBatch: false },
    reliedOn: 'yes',
    see: async (lab) => {
      const [name, queue] = await Promise.all([tracedFunction(lab), makeQueue(lab)]);
      await map(lab, name, queue.arn);
      const { root, header } = newTrace();
      const send = new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'one' });
      await lab.clients.sqs.send(carrying(send, header));
      const [said] = await saidBy(lab, name);
      return { ofMessage: said?.sent?.[0] === header, ofBatch: parts(said?.header).Root === root };
    },
  },
  {
    id: 'trace-sns',
    service,
    behaviour: 'Publish with the header to a topic with a queue',
    documented: 'the message in the queue has it as AWSTraceHeader',
    source: 'sns/latest/dg/sns-active-tracing.html',
    expected: true,
    reliedOn: 'yes',
    see: async (lab) => {
      const [TopicArn, queue] = await Promise.all([makeTopic(lab), makeQueue(lab)]);
      const Attributes = { RawMessageDelivery: 'true' };
      await lab.clients.sns.send(
        new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn, Attributes }),
      );
      const { header } = newTrace();
      await lab.clients.sns.send(carrying(new PublishCommand({ TopicArn, Message: 'one' }), header));
      const [message] = await until('the message', async () => {
        const messages = await receive(lab, queue);
        return messages.length > 0 && messages;
      });
      return message?.Attributes?.AWSTraceHeader === header;
    },
  },
];
