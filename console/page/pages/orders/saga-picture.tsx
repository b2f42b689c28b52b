import { useEffect, useRef } from 'preact/hooks';
import type { GraphNode, SagaGraph } from '../../../api/saga-graph.ts';
import { durationText } from '../../lib/format.ts';
import { curve, edgeKey, type NodeHow, type NodeLook, type Overlay } from './overlay.ts';

/** What a state's sign is, and how it is called. */
const SIGNS: Record<NodeHow, { sign: string; word: string }> = {
  idle: { sign: '', word: 'not reached' },
  running: { sign: '…', word: 'running' },
  done: { sign: '✓', word: 'done' },
  failed: { sign: '✕', word: 'failed' },
  stopped: { sign: '■', word: 'stopped' },
  undone: { sign: '↩', word: 'undone' },
  parked: { sign: '!', word: 'parked' },
};

const IDLE: NodeLook = { how: 'idle', attempts: 0 };
/** More text than this does not fit into a state. */
const FITS = 22;

interface Props {
  graph: SagaGraph;
  overlay: Overlay;
  selected: string | undefined;
  label: string;
  select(state: string): void;
}

/** The state machine with a run laid over it. Each state is a button, whose name is what it shows. */
export const SagaPicture = ({ graph, overlay, selected, label, select }: Props) => {
  const { width, height, nodes, edges } = graph;
  const scroll = useRef<HTMLElement>(null);
  // It begins above to the right; a narrow screen shows that part first.
  useEffect(() => scroll.current?.scrollTo({ left: scroll.current.scrollWidth }), [graph.width]);
  const ways = edges.map((edge) => ({ ...edge, taken: overlay.taken.get(edgeKey(edge.from, edge.to)) }));
  // What was taken lies above what was not.
  ways.sort((a, b) => Number(a.taken !== undefined) - Number(b.taken !== undefined));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <section class="saga-scroll" ref={scroll} aria-label={label} tabIndex={0}>
      <svg class="saga" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
        <title>{label}</title>
        <defs>
          {['idle', 'good', 'bad'].map((tone) => (
            <marker
              key={tone}
              id={`head-${tone}`}
              class={`head ${tone}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0L8 4L0 8z" />
            </marker>
          ))}
        </defs>
        <g>
          {ways.map(({ from, to, kind, points, taken }) => (
            <path
              key={edgeKey(from, to)}
              class={`way ${kind} ${taken ?? 'idle'}`}
              d={curve(points)}
              marker-end={`url(#head-${taken ?? 'idle'})`}
            />
          ))}
        </g>
        {nodes.map((node) =>
          node.role === 'end' ? (
            <Point key={node.name} node={node} how={overlay.nodes.get(node.name)?.how ?? 'idle'} />
          ) : (
            <State
              key={node.name}
              node={node}
              look={overlay.nodes.get(node.name) ?? IDLE}
              isSelected={node.name === selected}
              select={() => select(node.name)}
            />
          ),
        )}
      </svg>
    </section>
  );
};

/** Where it begins, or ends well. */
const Point = ({ node: { name, x, y }, how }: { node: GraphNode; how: NodeHow }) => (
  <g class={`point ${how}`}>
    <circle cx={x} cy={y} r="12" />
    <text x={x} y={y + 4}>
      {name === '(start)' ? '▶' : '■'}
    </text>
  </g>
);

interface StateProps {
  node: GraphNode;
  look: NodeLook;
  isSelected: boolean;
  select(): void;
}

function State({ node: { name, role, x, y, width, height }, look, isSelected, select }: StateProps) {
  const { how, attempts } = look;
  const left = x - width / 2;
  const top = y - height / 2;
  const says = saysOf(look);
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button of its own.
    <g
      class={`node ${how} ${role}${isSelected ? ' selected' : ''}`}
      role="button"
      tabIndex={0}
      aria-pressed={isSelected}
      onClick={select}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        select();
      }}
    >
      <rect class="box" x={left} y={top} width={width} height={height} rx="9" />
      <circle class="sign" cx={left + 22} cy={y} r="10" />
      <text class="glyph" x={left + 22} y={y + 4.5}>
        {SIGNS[how].sign}
      </text>{' '}
      <text class="name" x={left + 40} y={y - 3}>
        {name}
      </text>{' '}
      <text class="says" x={left + 40} y={y + 14}>
        {says.length > FITS ? `${says.slice(0, FITS - 1)}…` : says}
      </text>{' '}
      {attempts > 1 && (
        <g class="retries">
          <rect x={left + width - 34} y={top - 9} width="42" height="18" rx="9" />
          <text x={left + width - 13} y={top + 4}>
            {attempts}×
          </text>
        </g>
      )}
    </g>
  );
}

function saysOf({ how, error, ms }: NodeLook): string {
  if (how === 'failed' && error) return shortError(error);
  if (how === 'running' && error) return `retries ${shortError(error)}`;
  const word = SIGNS[how].word;
  return ms === undefined ? word : `${word} · ${durationText(ms)}`;
}

/** `Lambda.TooManyRequestsException` is `TooManyRequests` where there is little room. */
const shortError = (error: string): string => error.replace(/^\w+[.](?=\w)/, '').replace(/Exception$/, '');

/** What the signs mean. */
export const Legend = () => (
  <ul class="saga-legend" aria-label="Signs">
    {(['done', 'running', 'failed', 'undone', 'parked', 'idle'] as const).map((how) => (
      <li key={how} class={`node ${how}`}>
        <span aria-hidden="true">{SIGNS[how].sign || '○'}</span> {SIGNS[how].word}
      </li>
    ))}
  </ul>
);
