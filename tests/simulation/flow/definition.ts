/** The part of the Amazon States Language that is simulated; everything else is refused when it is read. */
export interface Rule {
  ErrorEquals: string[];
}

export interface Retrier extends Rule {
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher extends Rule {
  Next: string;
  ResultPath?: string | null;
}

export interface TaskState {
  Type: 'Task';
  Resource: string;
  Parameters: { FunctionName: string; 'Payload.$': '$' };
  ResultPath?: string | null;
  TimeoutSeconds?: number;
  Retry?: Retrier[];
  Catch?: Catcher[];
  Next?: string;
  End?: boolean;
}

export interface Choice {
  Variable: string;
  IsPresent?: boolean;
  StringEquals?: string;
  BooleanEquals?: boolean;
  NumericEquals?: number;
  Next: string;
}

export interface ChoiceState {
  Type: 'Choice';
  Choices: Choice[];
  Default?: string;
}

export interface PassState {
  Type: 'Pass';
  Result?: unknown;
  ResultPath?: string | null;
  Next?: string;
  End?: boolean;
}

export interface FailState {
  Type: 'Fail';
  Error?: string;
  Cause?: string;
}

export interface SucceedState {
  Type: 'Succeed';
}

export type State = TaskState | ChoiceState | PassState | FailState | SucceedState;

export interface Definition {
  StartAt: string;
  States: Record<string, State>;
  TimeoutSeconds?: number;
}

const RULE = ['ErrorEquals'];
const ALLOWED: Record<string, string[]> = {
  Task: ['Resource', 'Parameters', 'ResultPath', 'TimeoutSeconds', 'Retry', 'Catch', 'Next', 'End'],
  Choice: ['Choices', 'Default'],
  Pass: ['Result', 'ResultPath', 'Next', 'End'],
  Fail: ['Error', 'Cause'],
  Succeed: [],
};
const RETRIER = [
  ...RULE,
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
];
const CATCHER = [...RULE, 'Next', 'ResultPath'];
const CHOICE = ['Variable', 'IsPresent', 'StringEquals', 'BooleanEquals', 'NumericEquals', 'Next'];

/** `$` or `$.a.b`, nothing cleverer. */
const PATH = /^\$(\.\w+)*$/;

/**
 * Reads a definition. What the interpreter does not do is not skipped over: it is an error, so that the simulation
 * cannot drift away from what is deployed.
 *
 * @throws Error that names the field, or the state that is not there.
 */
export function readDefinition(text: string): Definition {
  const definition = JSON.parse(text) as Definition;
  only(definition, ['Comment', 'StartAt', 'States', 'TimeoutSeconds'], 'the definition');
  for (const [name, state] of Object.entries(definition.States)) {
    const allowed = ALLOWED[state.Type];
    if (!allowed) throw new Error(`${name}: states of the type ${state.Type} are not simulated`);
    only(state, ['Type', 'Comment', ...allowed], name);
    for (const next of nextOf(state))
      if (!definition.States[next]) throw new Error(`${name} leads to ${next}, which is not there`);
    if (state.Type === 'Task') readTask(name, state);
    if (state.Type === 'Choice')
      for (const choice of state.Choices) {
        only(choice, CHOICE, `${name}.Choices`);
        path(choice.Variable, name);
      }
    if ('ResultPath' in state && state.ResultPath) path(state.ResultPath, name);
  }
  return definition;
}

/** Every state that a state can lead to. */
export function nextOf(state: State): string[] {
  const caught = state.Type === 'Task' ? (state.Catch ?? []).map((rule) => rule.Next) : [];
  const chosen = state.Type === 'Choice' ? [...state.Choices.map((one) => one.Next), state.Default] : [];
  const next = 'Next' in state ? state.Next : undefined;
  return [...caught, ...chosen, next].filter((name) => name !== undefined);
}

function readTask(name: string, state: TaskState): void {
  if (state.Resource !== 'arn:aws:states:::lambda:invoke')
    throw new Error(`${name}: the integration ${state.Resource} is not simulated`);
  only(state.Parameters, ['FunctionName', 'Payload.$'], `${name}.Parameters`);
  if (state.Parameters['Payload.$'] !== '$') throw new Error(`${name}: only the whole input is simulated`);
  for (const retrier of state.Retry ?? []) only(retrier, RETRIER, `${name}.Retry`);
  for (const catcher of state.Catch ?? []) {
    only(catcher, CATCHER, `${name}.Catch`);
    if (catcher.ResultPath) path(catcher.ResultPath, `${name}.Catch`);
  }
}

function path(text: string, where: string): void {
  if (!PATH.test(text)) throw new Error(`${where}: the path ${text} is not simulated`);
}

function only(value: object, allowed: string[], where: string): void {
  const unknown = Object.keys(value).find((name) => !allowed.includes(name));
  if (unknown) throw new Error(`${where}: the field ${unknown} is not simulated`);
}
