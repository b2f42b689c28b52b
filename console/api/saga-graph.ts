import type { Definition } from '../../stacks/saga/definition.ts';
import { layOut, type Place, type Point } from './graph-layout.ts';

/** What a state is for: a step forward, an undo, or the end of those that nobody could undo. */
export type StateRole = 'step' | 'undo' | 'end' | 'stranded';

/** A state as it is drawn. `x` and `y` are its middle. */
export interface GraphNode {
  name: string;
  role: StateRole;
  x: number;
  y: number;
  width: number;
  height: number;
  /** The state whose work it takes back. */
  undoes?: string;
  comment?: string;
}

/** A way from one state to another: when all is well, when an error was caught, or both. */
export interface GraphEdge {
  from: string;
  to: string;
  kind: 'next' | 'catch';
  points: Point[];
}

/** A state machine, laid out. */
export interface SagaGraph {
  width: number;
  height: number;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** The names of what is drawn where an execution begins and ends well; no state is called so. */
export const START = '(start)';
export const END = '(end)';

const STATE = { width: 212, height: 50 };
const POINT = { width: 26, height: 26 };
/** Keeps the way that is meant straight, and lets errors go around it. */
const STRAIGHT = 10;

/** Ways that begin or end at the same state are so far apart there. */
const APART = 40;

type Drawn = Pick<GraphEdge, 'from' | 'to' | 'kind'>;

/** A definition in the Amazon States Language as JSON. It knows of Comment and of a task's function, too. */
interface Described extends Definition {
  States: Record<
    string,
    Definition['States'][string] & {
      End?: boolean;
      Comment?: string;
      Resource?: string;
      Parameters?: { FunctionName?: string };
    }
  >;
}

/**
 * Lays a state machine out, from the definition that is deployed: from above to below, by dagre. To the right above, the way
 * that is meant is one straight line, and what is undone lies beside it.
 *
 * @param text - `definition` of DescribeStateMachine.
 */
export function drawMachine(text: string): SagaGraph {
  const definition = JSON.parse(text) as Described;
  const undone = undoneBy(definition);
  const edges = edgesOf(definition);
  const { width, height, places, lines } = layOut(
    [
      ...Object.keys(definition.States).map((name) => ({ name, ...STATE })),
      ...[START, END].map((name) => ({ name, ...POINT })),
    ],
    edges.map(({ from, to, kind }) => ({ from, to, weight: kind === 'next' ? STRAIGHT : 1 })),
    { rankdir: 'TB', align: 'UR', nodesep: 26, edgesep: 14, ranksep: 44, marginx: 10, marginy: 10 },
  );
  return {
    width,
    height,
    nodes: [...places].map(([name, place]) => {
      const { Comment: comment, Type = '' } = definition.States[name] ?? {};
      const undoes = undone.get(name);
      return {
        name,
        role: roleOf(name, Type, undoes),
        ...place,
        ...(undoes && { undoes }),
        ...(comment && { comment }),
      };
    }),
    edges: withPorts(
      edges.map((edge, index) => ({ ...edge, points: straightened(lines[index] ?? []) })),
      (name) => places.get(name)!,
    ),
  };
}

/** A way to the next row has a place for a label in its middle, which nobody uses: it would only make it bend. */
const straightened = (points: Point[]): Point[] => (points.length === 3 ? [points[0]!, points[2]!] : points);

/**
 * Has ways leave a state below and reach one above, side by side in the order in which they come, where dagre would have them
 * touch its border anywhere.
 */
function withPorts(edges: GraphEdge[], boxOf: (name: string) => Place): GraphEdge[] {
  const ported = edges.map((edge) => ({ ...edge, points: [...edge.points] }));
  for (const end of ['from', 'to'] as const) {
    for (const [name, ways] of Map.groupBy(ported, (edge) => edge[end])) {
      const { x, y, width, height } = boxOf(name);
      const beside = ({ points, ...way }: GraphEdge) =>
        points.length === 2
          ? boxOf(way[end === 'from' ? 'to' : 'from']).x
          : (points.at(end === 'from' ? 1 : -2)?.x ?? x);
      const sorted = [...ways].sort((a, b) => beside(a) - beside(b));
      const apart = Math.min(width / (sorted.length + 1), APART);
      sorted.forEach(({ points }, index) => {
        const port = {
          x: Math.round(x + (index - (sorted.length - 1) / 2) * apart),
          y: Math.round(end === 'from' ? y + height / 2 : y - height / 2),
        };
        points[end === 'from' ? 0 : points.length - 1] = port;
      });
    }
  }
  return ported;
}

function roleOf(name: string, type: string, undoes: string | undefined): StateRole {
  if (name === START || name === END) return 'end';
  if (type === 'Fail' || /^Park/.test(name)) return 'stranded';
  return undoes || name === 'CancelOrder' ? 'undo' : 'step';
}

/** Of several ways between two states one is drawn: the one that is meant. */
function edgesOf({ StartAt, States }: Described): Drawn[] {
  const edges = new Map<string, Drawn>();
  const add = (from: string, to: string, kind: Drawn['kind']) => {
    const key = JSON.stringify([from, to]);
    if (!edges.has(key)) edges.set(key, { from, to, kind });
  };
  add(START, StartAt, 'next');
  for (const [name, { Next, End, Type, Catch = [] }] of Object.entries(States)) {
    if (Next) add(name, Next, 'next');
    if (End || Type === 'Succeed') add(name, END, 'next');
    for (const { Next: caught } of Catch) add(name, caught, 'catch');
  }
  return [...edges.values()];
}

/** Which state takes back which: by its comment, "Undo of ...", or because it runs the function of one that says so. */
function undoneBy({ States }: Described): Map<string, string> {
  const said = new Map<string, string>();
  const byFunction = new Map<string, string>();
  for (const [name, { Comment = '', Parameters }] of Object.entries(States)) {
    const [, undone] = /^Undo of (\w+)/.exec(Comment) ?? [];
    if (!undone) continue;
    said.set(name, undone);
    if (Parameters?.FunctionName) byFunction.set(Parameters.FunctionName, undone);
  }
  for (const [name, { Parameters }] of Object.entries(States)) {
    const undone = byFunction.get(Parameters?.FunctionName ?? '');
    if (undone) said.set(name, undone);
  }
  return said;
}
