import type { OrderRun } from '../../../api/order.ts';
import type { SagaGraph } from '../../../api/saga-graph.ts';

/** How a state of the machine stands in a run. */
export type NodeHow = 'idle' | 'running' | 'done' | 'failed' | 'stopped' | 'undone' | 'parked';

/** What is drawn of a state: how it stands, and what it took. */
export interface NodeLook {
  how: NodeHow;
  attempts: number;
  /** The error that it left with, or that its latest attempt had. */
  error?: string;
  /** From entry to exit (ms); undefined while it is in it, or was not. */
  ms?: number;
}

/** A run laid over its machine. */
export interface Overlay {
  nodes: ReadonlyMap<string, NodeLook>;
  /** The ways that were taken, by `edgeKey`. */
  taken: ReadonlyMap<string, 'good' | 'bad'>;
}

const START = '(start)';
const END = '(end)';

export const edgeKey = (from: string, to: string): string => `${from} → ${to}`;

/**
 * Lays a run over its machine.
 *
 * @param runs - all of the order's: what one has done, another may have undone.
 * @param undoes - which state takes back which.
 */
export function overlayOf(
  graph: SagaGraph,
  run: OrderRun | undefined,
  runs: readonly OrderRun[],
  undoes: ReadonlyMap<string, string>,
): Overlay {
  const visits = run?.visits ?? [];
  const undone = new Set(
    runs
      .flatMap(({ visits }) => visits)
      .flatMap(({ state, how }) => (how === 'succeeded' ? (undoes.get(state) ?? []) : [])),
  );
  const nodes = new Map<string, NodeLook>(
    graph.nodes.map(({ name }) => [name, { how: 'idle', attempts: 0 }]),
  );
  for (const { state, how, attempts, enteredAt, exitedAt } of visits) {
    const last = attempts.at(-1);
    const isParked = how === 'failed' && attempts.length === 0;
    const look: NodeLook = {
      how: how === 'succeeded' ? (undone.has(state) ? 'undone' : 'done') : isParked ? 'parked' : how,
      attempts: attempts.length,
      ...(last?.error !== undefined && { error: last.error }),
      ...(exitedAt && { ms: Date.parse(exitedAt) - Date.parse(enteredAt) }),
    };
    nodes.set(state, look);
  }
  const hasEndedWell = run?.status === 'SUCCEEDED';
  if (visits.length > 0) nodes.set(START, { how: 'done', attempts: 0 });
  if (hasEndedWell) nodes.set(END, { how: 'done', attempts: 0 });
  return { nodes, taken: takenBy(visits, hasEndedWell) };
}

function takenBy(visits: OrderRun['visits'], hasEndedWell: boolean): Overlay['taken'] {
  const taken = new Map<string, 'good' | 'bad'>();
  const [first] = visits;
  if (first) taken.set(edgeKey(START, first.state), 'good');
  visits.forEach(({ state, how }, index) => {
    const next = visits[index + 1]?.state ?? (hasEndedWell ? END : undefined);
    if (next !== undefined) taken.set(edgeKey(state, next), how === 'failed' ? 'bad' : 'good');
  });
  return taken;
}

/** What each state undoes, by the machines as they were drawn. */
export const undoesOf = (graphs: readonly SagaGraph[]): Map<string, string> =>
  new Map(
    graphs.flatMap(({ nodes }) =>
      nodes.flatMap(({ name, undoes }) => (undoes ? [[name, undoes] as const] : [])),
    ),
  );

/** A curve through the points of a way from above to below: it leaves and reaches each of them straight down. */
export function curve(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let before = first;
  const bends = rest.map((point) => {
    const middle = Math.round((before.y + point.y) / 2);
    const bend =
      before.x === point.x
        ? `V${point.y}`
        : `C${before.x} ${middle} ${point.x} ${middle} ${point.x} ${point.y}`;
    before = point;
    return bend;
  });
  return `M${first.x} ${first.y}${bends.join('')}`;
}
