interface State {
  Type: string;
  Retry?: { ErrorEquals: string[]; MaxAttempts?: number }[];
}

/** A task's attempt is scheduled, started, and ends; where the caller has to be told of a failed one, one event more. */
const OF_ATTEMPT = 4;

/** A state is entered and exited. */
const OF_STATE = 2;

/** What Step Functions assumes where MaxAttempts is not said. */
const ATTEMPTS = 3;

/**
 * The most events that an execution of a definition can have, if every state comes once and every attempt fails but the last.
 * The start and the end of the execution are two more.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export function eventsOf(definition: string): number {
  const { States } = JSON.parse(definition) as { States: Record<string, State> };
  const ofState = ({ Type, Retry = [] }: State): number => {
    const attempts = Retry.reduce((sum, { MaxAttempts = ATTEMPTS }) => sum + MaxAttempts, 1);
    return OF_STATE + (Type === 'Task' ? attempts * OF_ATTEMPT : 0);
  };
  return Object.values(States).reduce((sum, state) => sum + ofState(state), 2);
}
