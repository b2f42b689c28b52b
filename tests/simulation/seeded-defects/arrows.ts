import type { Definition, State } from '../flow/definition.ts';

/** One way to break the saga: what is done to which arrow, and the saga that comes of it. */
export interface BrokenSaga {
  what: string;
  definition: Definition;
}

/** An arrow of a state: how to read where it leads, and how to turn it. */
interface Arrow {
  name: string;
  to: string;
  turn: (state: State, to: string) => void;
}

const STOPPED = 'Stopped';
const DONE = 'Done';

function arrowsOf(state: State): Arrow[] {
  const next: Arrow[] =
    'Next' in state && state.Next
      ? [{ name: 'Next', to: state.Next, turn: (one, to) => Object.assign(one, { Next: to }) }]
      : [];
  const caught = state.Type === 'Task' ? (state.Catch ?? []) : [];
  return [
    ...next,
    ...caught.map((rule, index) => ({
      name: `Catch ${rule.ErrorEquals.join(', ')}`,
      to: rule.Next,
      turn: (one: State, to: string) => {
        if (one.Type === 'Task') one.Catch![index]!.Next = to;
      },
    })),
  ];
}

/**
 * Breaks every arrow of the undo chain, one at a time: it skips the state that it leads to (so the chain is entered one
 * step too late, or an undo is left out), or it stops there (so what should follow a failed undo does not).
 *
 * @param steps the states that do the work: arrows that lead to them are not of the undo chain.
 */
export function brokenSagas(saga: Definition, steps: string[]): BrokenSaga[] {
  return Object.entries(saga.States).flatMap(([from, state]) =>
    arrowsOf(state)
      .filter(({ to }) => saga.States[to]?.Type === 'Task' && !steps.includes(to))
      .flatMap(({ name, to, turn }) => {
        const target = saga.States[to]!;
        const beyond = ('Next' in target ? target.Next : undefined) ?? DONE;
        return [
          { what: `${from}, ${name}: skips ${to}`, to: beyond },
          { what: `${from}, ${name}: stops before ${to}`, to: STOPPED },
        ].map((broken) => ({ what: broken.what, definition: turned(saga, from, turn, broken.to) }));
      }),
  );
}

function turned(saga: Definition, from: string, turn: Arrow['turn'], to: string): Definition {
  const definition = structuredClone(saga);
  definition.States[STOPPED] = { Type: 'Fail', Error: STOPPED };
  definition.States[DONE] = { Type: 'Succeed' };
  turn(definition.States[from]!, to);
  return definition;
}
