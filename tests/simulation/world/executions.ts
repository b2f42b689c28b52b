import { ExecutionAlreadyExists, ExecutionDoesNotExist } from '@aws-sdk/client-sfn';
import { execute, type Outcome, TaskFailed } from '../flow/interpreter.ts';
import type { StateError } from '../flow/rules.ts';
import { chance, delay } from './chance.ts';
import { functionOfStep } from './load.ts';
import type { World } from './world.ts';

export interface Execution {
  machine: string;
  input: string;
  /** Undefined while it runs. */
  outcome?: Outcome | { status: 'TIMED_OUT' };
  path: string[];
  /** When it ended (ms since 1970). */
  endedAt?: number;
}

/** Step Functions: executions by name, each of which runs once. */
export class Executions {
  readonly #world: World;
  readonly all = new Map<string, Execution>();
  /** Whether a name is one execution, as of Standard workflows; an Express workflow is started as often as it is asked for. */
  isNameUnique = true;

  constructor(world: World) {
    this.#world = world;
  }

  /** The executions of an order: of its saga, and of what was started after that, by the contract's names. */
  of(orderId: string): Execution[] {
    return [...this.all].flatMap(([name, one]) => (name.startsWith(orderId) ? [one] : []));
  }

  /**
   * StartExecution: a name that runs with the same input is answered as if it had just been started.
   *
   * @throws ExecutionAlreadyExists when it has ended, or has another input.
   */
  start(machine: string, asked: string, input: string): object {
    const name = this.isNameUnique || !this.all.has(asked) ? asked : `${asked}#${this.all.size}`;
    const known = this.all.get(name);
    if (known && (known.outcome || known.input !== input))
      throw new ExecutionAlreadyExists({ message: name, $metadata: { httpStatusCode: 400 } });
    if (!known) {
      const execution: Execution = { machine, input, path: [] };
      this.all.set(name, execution);
      const { clock, seed } = this.#world;
      clock.after(delay(seed, `start of ${this.all.size}`), () => void this.#run(execution));
    }
    return { executionArn: name };
  }

  /** DescribeExecution. @throws ExecutionDoesNotExist */
  describe(arn: string): object {
    const [machine, name] = arn.split(/:(.*)/) as [string, string];
    const known = this.all.get(name);
    if (known?.machine !== machine)
      throw new ExecutionDoesNotExist({ message: arn, $metadata: { httpStatusCode: 400 } });
    const {
      status = 'RUNNING',
      Error: error,
      Cause: cause,
    } = (known.outcome ?? {}) as Partial<StateError> & {
      status?: string;
    };
    return { executionArn: arn, name, status, error, cause };
  }

  /** ListExecutions of one status. */
  list(machine: string, status: string): object {
    const executions = [...this.all].flatMap(([name, one]) =>
      one.machine === machine && one.outcome?.status === status
        ? [{ name, status, stopDate: new Date(one.endedAt ?? this.#world.clock.now) }]
        : [],
    );
    return { executions };
  }

  async #run(execution: Execution): Promise<void> {
    const { clock, lambda, note, seed, undoEntry } = this.#world;
    const definition =
      execution.machine === 'order-undo'
        ? { ...this.#world.definition, StartAt: undoEntry }
        : this.#world.definition;
    const actor = `saga ${[...this.all.values()].indexOf(execution) + 1}`;
    let draws = 0;
    const limit = definition.TimeoutSeconds;
    const over = () => {
      execution.outcome ??= { status: 'TIMED_OUT' };
      execution.endedAt ??= clock.now;
    };
    const callOff = limit === undefined ? () => {} : clock.after(limit * 1000, over);
    const outcome = await execute(definition, JSON.parse(execution.input), {
      pause: (ms) => clock.pause(ms),
      random: () => {
        draws += 1;
        return chance(seed, `${actor} draws ${draws}`);
      },
      note: (text) => {
        if (text.startsWith('enters ')) execution.path.push(text.slice('enters '.length));
        note(actor, text);
      },
      invoke: async (functionName, payload, timeoutMs) => {
        // An execution whose time is over takes no further step.
        if (execution.outcome) return new Promise(() => {});
        const step = functionOfStep(functionName.replace(/^\$\{(\w+)\}$/, '$1'));
        const { promise, resolve } = Promise.withResolvers<'timeout'>();
        const awaited = timeoutMs === undefined ? () => {} : clock.after(timeoutMs, () => resolve('timeout'));
        const ended = await Promise.race([lambda.invoke(step, payload), promise]);
        awaited();
        if (ended === 'timeout') throw new TaskFailed({ Error: 'States.Timeout' });
        if ('error' in ended) throw new TaskFailed(ended.error);
        return ended.answer;
      },
    });
    callOff();
    execution.outcome ??= outcome;
    execution.endedAt ??= clock.now;
    note(actor, `ends: ${outcome.status}`);
  }
}
