import type { MapEdge, MapNode } from '../../../api/traces/service-map.ts';
import { counted, durationText, timeText } from '../../lib/format.ts';
import { useRead } from '../../lib/use-read.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { momentsOf } from './looked-at.ts';
import { traceFilter } from './trace-filters.tsx';

const COLUMNS: readonly Column<MapEdge>[] = [
  { title: 'From', cell: ({ from }) => from },
  { title: 'To', cell: ({ to }) => to },
  { title: 'Calls', number: true, cell: ({ calls }) => calls },
  {
    title: 'Failed',
    number: true,
    cell: ({ calls, failed }) =>
      failed > 0 ? <span class="bad-text">{`${failed} (${Math.round((100 * failed) / calls)} %)`}</span> : 0,
  },
  { title: 'p95', number: true, cell: ({ p95 }) => durationText(p95) },
];

/** Who calls whom, computed from the spans of the newest traces, and the same as a table. */
export function MapOfServices({ query }: { query: URLSearchParams }) {
  const found = useRead('traceMap', traceFilter(query));
  return (
    <Shown answer={found} what="Reading traces">
      {({ width, height, nodes, edges, traces, of }) =>
        nodes.length === 0 ? (
          <Empty title="No traces">Nothing was recorded that fits.</Empty>
        ) : (
          <>
            <p class="muted">
              Of {counted(traces, 'trace')}, from {timeText(momentsOf(of).from)} to{' '}
              {timeText(momentsOf(of).to)}. A number at an arrow is how many calls, then their p95.
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
            <section class="map" aria-label="Map of services; the same is in the table below" tabIndex={0}>
              <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
                <defs>
                  {['', '-failed'].map((kind) => (
                    <marker
                      key={kind}
                      id={`arrow${kind}`}
                      class={`arrow${kind}`}
                      viewBox="0 0 8 8"
                      refX="7"
                      refY="4"
                      markerWidth="7"
                      markerHeight="7"
                      orient="auto"
                    >
                      <path d="M0 0 8 4 0 8z" />
                    </marker>
                  ))}
                </defs>
                {edges.map((edge) => (
                  <Edge key={`${edge.from} ${edge.to}`} {...edge} />
                ))}
                {nodes.map((node) => (
                  <Node key={node.name} {...node} />
                ))}
              </svg>
            </section>
            <Table
              label="Calls between services"
              rows={edges.toSorted((a, b) => b.calls - a.calls)}
              columns={COLUMNS}
              keyOf={({ from: one, to: other }) => `${one} ${other}`}
            />
          </>
        )
      }
    </Shown>
  );
}

function Edge({ from, to, calls, failed, p95, points }: MapEdge) {
  const [first, ...rest] = points;
  const middle = points[Math.floor(points.length / 2)];
  if (!first || !middle) return null;
  return (
    <g class={failed > 0 ? 'edge failed' : 'edge'}>
      <title>{`${from} to ${to}: ${counted(calls, 'call')}, ${failed} failed, p95 ${durationText(p95)}`}</title>
      <path
        d={`M${first.x} ${first.y}${rest.map(({ x, y }) => `L${x} ${y}`).join('')}`}
        marker-end={failed > 0 ? 'url(#arrow-failed)' : 'url(#arrow)'}
      />
      <text x={middle.x} y={middle.y - 4}>
        {`${calls} · ${durationText(p95)}`}
      </text>
    </g>
  );
}

const Node = ({ name, isRemote, calls, failed, x, y, width, height }: MapNode) => (
  <g class={`service${isRemote ? ' remote' : ''}${failed > 0 ? ' failed' : ''}`}>
    <title>{`${name}: called ${counted(calls, 'time')}, ${failed} failed`}</title>
    <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={isRemote ? 20 : 6} />
    <text x={x} y={y + 5}>
      {name}
    </text>
  </g>
);
