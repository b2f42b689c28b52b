import { percentile } from '../../../packages/command-line/percentile.ts';
import { layOut, type Point } from '../graph-layout.ts';
import type { Call, Digest } from './digest.ts';

/** Who calls whom in some traces, laid out. */
export interface ServiceMap {
  width: number;
  height: number;
  nodes: MapNode[];
  edges: MapEdge[];
}

export interface MapNode {
  name: string;
  /** Whether it writes no spans of its own: a table, a queue. */
  isRemote: boolean;
  calls: number;
  failed: number;
  /** Its middle, and how large it is. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface MapEdge {
  from: string;
  to: string;
  calls: number;
  failed: number;
  p95: number;
  points: Point[];
}

const HEIGHT = 40;
/** A letter of the page's font is about so wide, and so is what stands around a name. */
const LETTER = 8;
const AROUND = 28;

/** Who calls whom: services and what they use are nodes, all calls of one kind an edge. */
export function serviceMap(traces: readonly Pick<Digest, 'calls' | 'service'>[]): ServiceMap {
  const calls = traces.flatMap((trace) => trace.calls);
  const edges = [...Map.groupBy(calls, ({ from, to }) => JSON.stringify([from, to])).values()].map(edgeOf);
  const remotes = new Set(calls.filter(({ isRemote }) => isRemote).map(({ to }) => to));
  const names = new Set([
    ...traces.map(({ service }) => service),
    ...calls.flatMap(({ from, to }) => [from, to]),
  ]);
  const { places, lines, width, height } = layOut(
    [...names].map((name) => ({ name, width: name.length * LETTER + AROUND, height: HEIGHT })),
    edges,
    { rankdir: 'LR', nodesep: 18, ranksep: 70, marginx: 12, marginy: 12 },
  );
  return {
    width,
    height,
    nodes: [...names].map((name) => {
      const to = edges.filter((edge) => edge.to === name);
      return {
        name,
        isRemote: remotes.has(name),
        calls: sum(to.map((edge) => edge.calls)),
        failed: sum(to.map((edge) => edge.failed)),
        ...places.get(name)!,
      };
    }),
    edges: edges.map((edge, index) => ({ ...edge, points: lines[index] ?? [] })),
  };
}

function edgeOf(calls: readonly Call[]): Omit<MapEdge, 'points'> {
  const [{ from, to } = { from: '', to: '' }] = calls;
  const times = calls.map(({ ms }) => ms);
  return {
    from,
    to,
    calls: calls.length,
    failed: calls.filter(({ failed }) => failed).length,
    p95: percentile(times, 0.95),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
