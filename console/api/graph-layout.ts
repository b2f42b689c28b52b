import { Graph, type GraphLabel, layout } from '@dagrejs/dagre';

export interface Point {
  x: number;
  y: number;
}

interface Box {
  name: string;
  width: number;
  height: number;
}

/** Where a box is: its middle, and how large it is. */
export interface Place extends Point {
  width: number;
  height: number;
}

/** A way from one box to another. The heavier it is, the straighter it is drawn. */
interface Way {
  from: string;
  to: string;
  weight?: number;
}

/** Places boxes so that edges go one way and cross seldom (dagre, by its options). Lines are in the order of the edges. */
export function layOut(
  boxes: readonly Box[],
  edges: readonly Way[],
  options: GraphLabel,
): { width: number; height: number; places: Map<string, Place>; lines: Point[][] } {
  const graph = new Graph({ multigraph: true });
  graph.setGraph(options);
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name, width, height } of boxes) graph.setNode(name, { width, height });
  for (const [index, { from, to, weight = 1 }] of edges.entries())
    graph.setEdge(from, to, { weight }, String(index));
  if (boxes.length > 0) layout(graph);
  const round = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    places: new Map(
      boxes.map(({ name, ...size }) => [name, { ...round(graph.node(name) as unknown as Point), ...size }]),
    ),
    lines: edges.map(({ from, to }, index) =>
      ((graph.edge(from, to, String(index)) as { points?: Point[] }).points ?? []).map(round),
    ),
  };
}
