import { describe, expect, it } from 'vitest';
import { engineGaps } from './engine-gaps.ts';

const MAPPING = 'aws:lambda/eventSourceMapping:EventSourceMapping';
const MACHINE = 'aws:sfn/stateMachine:StateMachine';
const URL = 'aws:lambda/functionUrl:FunctionUrl';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';

describe('What an engine lacks', () => {
  it.each([
    [MAPPING, { eventSourceArn: `${QUEUE}.fifo` }, ['the engine maps no SQS FIFO queue to a function']],
    [MAPPING, { eventSourceArn: QUEUE }, []],
    [
      MACHINE,
      { definition: '{"QueryLanguage": "JSONata"}' },
      ['the engine runs no JSONata in state machines'],
    ],
    [MACHINE, { definition: '{"QueryLanguage": "JSONPath"}' }, []],
    [MACHINE, { definition: '{"Assign":{}}' }, ['the engine has no variables (Assign) in state machines']],
    [URL, { invokeMode: 'BUFFERED' }, []],
  ])('of %s with %j', (type, inputs, problems) => {
    expect(engineGaps(type, inputs)).toEqual(problems);
  });

  it('is streaming of a function URL', () => {
    expect(engineGaps(URL, { invokeMode: 'RESPONSE_STREAM' })).toHaveLength(1);
  });
});
