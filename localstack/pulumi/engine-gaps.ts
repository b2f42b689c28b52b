import type { Properties } from './values.ts';

interface Feature {
  readonly type: string;
  readonly isUsed: (inputs: Properties) => boolean;
  readonly problem: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));

/** Features of resources that the stand-in can deploy and the embedded engine does not have, found by the resources' inputs. */
const FEATURES: readonly Feature[] = [
  {
    type: 'aws:lambda/eventSourceMapping:EventSourceMapping',
    isUsed: ({ eventSourceArn }) => text(eventSourceArn).endsWith('.fifo'),
    problem: 'the engine maps no SQS FIFO queue to a function',
  },
  {
    type: 'aws:sfn/stateMachine:StateMachine',
    isUsed: ({ definition }) => /"QueryLanguage"\s*:\s*"JSONata"/.test(text(definition)),
    problem: 'the engine runs no JSONata in state machines',
  },
  {
    type: 'aws:sfn/stateMachine:StateMachine',
    isUsed: ({ definition }) => /"Assign"\s*:/.test(text(definition)),
    problem: 'the engine has no variables (Assign) in state machines',
  },
  {
    type: 'aws:lambda/functionUrl:FunctionUrl',
    isUsed: ({ invokeMode }) => invokeMode === 'RESPONSE_STREAM',
    problem: 'the engine answers a streaming function URL in one piece, when the function is over',
  },
];

/** What the engine lacks for a resource with these inputs. */
export const engineGaps = (type: string, inputs: Properties): string[] =>
  FEATURES.filter((feature) => feature.type === type && feature.isUsed(inputs)).map(({ problem }) => problem);
