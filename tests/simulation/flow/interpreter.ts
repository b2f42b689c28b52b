import type { ChoiceState, Definition, PassState, State, TaskState } from './definition.ts';
import { putResult, readValue } from './result-path.ts';
import { catcherFor, Retries, type StateError } from './rules.ts';

/** What an execution needs of the world that it runs in. */
export interface Surroundings {
  /**
   * Invokes a function and waits for its answer, at most `timeoutMs`; the function may go on working after that.
   *
   * @throws TaskFailed
   */
  invoke: (functionName: string, payload: unknown, timeoutMs: number | undefined) => Promise<unknown>;
  pause: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  random: () => number;
  /** Told of every step: a state that is entered, an attempt that fails. */
  note: (text: string) => void;
}

/** A task's attempt that failed, with the error's name as the state machine knows it. */
export class TaskFailed extends Error {
  readonly error: StateError;

  constructor(error: StateError) {
    super(error.Error);
    this.error = error;
  }
}

export type Outcome = { status: 'SUCCEEDED'; output: unknown } | ({ status: 'FAILED' } & StateError);

type Step = { output: unknown; next?: string } | { error: StateError };

/** Runs one execution of a state machine to its end. Its TimeoutSeconds are for the caller to enforce. */
export async function execute(
  definition: Definition,
  input: unknown,
  surroundings: Surroundings,
): Promise<Outcome> {
  let name: string | undefined = definition.StartAt;
  let data = input;
  while (name !== undefined) {
    surroundings.note(`enters ${name}`);
    const step: Step = await visit(definition.States[name]!, data, surroundings);
    if ('error' in step) return { status: 'FAILED', ...step.error };
    data = step.output;
    name = step.next;
  }
  return { status: 'SUCCEEDED', output: data };
}

async function visit(state: State, input: unknown, surroundings: Surroundings): Promise<Step> {
  switch (state.Type) {
    case 'Task':
      return runTask(state, input, surroundings);
    case 'Choice':
      return choose(state, input);
    case 'Pass':
      return pass(state, input);
    case 'Succeed':
      return { output: input };
    case 'Fail':
      return { error: { Error: state.Error ?? 'States.TaskFailed', Cause: state.Cause } };
  }
}

async function runTask(state: TaskState, input: unknown, surroundings: Surroundings): Promise<Step> {
  const { invoke, note, pause, random } = surroundings;
  const retries = new Retries(state.Retry);
  const timeoutMs = state.TimeoutSeconds === undefined ? undefined : state.TimeoutSeconds * 1000;
  for (;;) {
    try {
      const Payload = await invoke(state.Parameters.FunctionName, input, timeoutMs);
      const result = { ExecutedVersion: '$LATEST', Payload, StatusCode: 200 };
      return { output: putResult(input, state.ResultPath, result), next: state.Next };
    } catch (thrown) {
      if (!(thrown instanceof TaskFailed)) throw thrown;
      note(`attempt failed: ${thrown.error.Error}`);
      const wait = retries.next(thrown.error.Error, random);
      if (wait !== undefined) {
        await pause(wait);
        continue;
      }
      const catcher = catcherFor(state.Catch, thrown.error.Error);
      if (!catcher) return { error: thrown.error };
      return { output: putResult(input, catcher.ResultPath, thrown.error), next: catcher.Next };
    }
  }
}

function choose(state: ChoiceState, input: unknown): Step {
  const chosen = state.Choices.find(({ Variable, Next, ...tests }) => {
    const value = readValue(input, Variable);
    return Object.entries(tests).every(([test, expected]) =>
      test === 'IsPresent' ? (value !== undefined) === expected : value === expected,
    );
  });
  const next = chosen?.Next ?? state.Default;
  return next === undefined ? { error: { Error: 'States.NoChoiceMatched' } } : { output: input, next };
}

const pass = ({ Result, ResultPath, Next }: PassState, input: unknown): Step => ({
  output: putResult(input, ResultPath, Result === undefined ? input : Result),
  next: Next,
});
