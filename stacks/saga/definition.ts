/** A state machine in the Amazon States Language, as far as it is looked at here. */
export interface Definition {
  Comment?: string;
  StartAt: string;
  TimeoutSeconds: number;
  States: Record<string, State>;
}

export interface State {
  Type: string;
  Next?: string;
  Seconds?: number;
  TimeoutSeconds?: number;
  Retry?: Retrier[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
}

interface Retrier {
  ErrorEquals: string[];
  MaxAttempts: number;
  IntervalSeconds?: number;
  MaxDelaySeconds?: number;
}

/**
 * The same machine, entered at another state; what cannot be reached from there is left out. A Choice in front of one
 * machine would do as well, but would cost every order a transition for the few that are cancelled.
 */
export function enteredAt(definition: Definition, start: string): Definition {
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    const { Next, Catch = [] } = definition.States[name]!;
    for (const next of [Next, ...Catch.map((rule) => rule.Next)]) if (next !== undefined) visit(next);
  };
  visit(start);
  const States = Object.fromEntries(Object.entries(definition.States).filter(([name]) => reached.has(name)));
  return { ...definition, StartAt: start, States };
}

/**
 * Multiplies every pause (waits, and the intervals of retries) by a factor. Time limits stay, since a step does not get
 * quicker by it. The language knows whole seconds only, so no pause becomes less than one.
 */
export function withPauses(definition: Definition, factor: number): Definition {
  if (factor === 1) return definition;
  const scaled = (seconds: number | undefined) =>
    seconds === undefined ? undefined : Math.max(1, Math.round(seconds * factor));
  const state = ({ Seconds, Retry, ...rest }: State): State => ({
    ...rest,
    ...(Seconds !== undefined && { Seconds: scaled(Seconds) }),
    ...(Retry && {
      Retry: Retry.map((rule) => ({
        ...rule,
        IntervalSeconds: scaled(rule.IntervalSeconds),
        MaxDelaySeconds: scaled(rule.MaxDelaySeconds),
      })),
    }),
  });
  return {
    ...definition,
    States: Object.fromEntries(Object.entries(definition.States).map(([name, one]) => [name, state(one)])),
  };
}

const STEP = /\$\{(\w+)\}/g;

/** Where an order that was confirmed begins to be undone. */
const UNDO_CHAIN = 'RefundPayment';

/**
 * The machines that are made of state-machines/order-saga.asl.json: the saga, and the same entered at the undo chain.
 *
 * @param text the file's.
 * @param pauses by what every pause is multiplied.
 */
export function machinesOf(text: string, pauses: number): { saga: Definition; undo: Definition } {
  const saga = withPauses(JSON.parse(text) as Definition, pauses);
  return { saga, undo: enteredAt(saga, UNDO_CHAIN) };
}

/** The steps that a machine calls, by name: what its role may invoke. */
export const stepsOf = (definition: Definition): string[] => [
  ...new Set([...JSON.stringify(definition).matchAll(STEP)].map(([, step]) => step!)),
];

/**
 * The definition as AWS takes it, with the functions' addresses in place of their names.
 *
 * @throws Error when the definition names a step that no service declares.
 */
export function withSteps(definition: Definition, arns: Readonly<Record<string, string>>): string {
  return JSON.stringify(definition, undefined, 2).replace(STEP, (_, step: string) => {
    const arn = arns[step];
    if (!arn) throw new Error(`order-saga.asl.json names the step ${step}, which no service declares`);
    return arn;
  });
}
