import { useMemo } from 'preact/hooks';
import type { SpanRow } from '../../../api/traces/traces.ts';
import { colourClass } from '../../lib/colours.ts';
import { durationText } from '../../lib/format.ts';
import { type Timescale, timescale } from './timescale.ts';

/** How wide the bars are drawn, in units of their own: they are stretched to what there is. */
const WIDTH = 1_000;
const INDENT = 12;

interface Props {
  rows: readonly SpanRow[];
  /** All of the trace, by which time is scaled and colours are given. */
  all: readonly SpanRow[];
  ms: number;
  isSqueezed: boolean;
  selected: string | undefined;
  folded: ReadonlySet<string>;
  select(span: SpanRow): void;
  fold(id: string): void;
}

/** Spans as rows of a table, each with a bar of when it ran. What the bar says, the columns say in words. */
export function Waterfall({ rows, all, ms, isSqueezed, selected, folded, select, fold }: Props) {
  const services = useMemo(() => [...new Set(all.map(({ service }) => service))], [all]);
  const scale = useMemo(() => timescale(all.filter(isLeaf), ms, isSqueezed), [all, ms, isSqueezed]);
  const parents = useMemo(() => new Set(all.filter((span, index) => !isLeaf(span, index, all))), [all]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <section class="table waterfall" aria-label="Spans" tabIndex={0}>
      <ul class="legend">
        {services.map((service, index) => (
          <li key={service} class={colourClass(index)}>
            <span class="swatch" />
            {service}
          </li>
        ))}
      </ul>
      <table>
        <thead>
          <tr>
            <th scope="col">Span</th>
            <th scope="col" class="number wide">
              After
            </th>
            <th scope="col" class="number">
              Took
            </th>
            <th scope="col" class="bars">
              {scale.gaps.length > 0 ? 'When (idle times squeezed)' : 'When'}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((span) => (
            <tr
              key={span.id}
              id={`span-${span.id}`}
              class={[span.failure && 'failed', span.id === selected && 'selected'].filter(Boolean).join(' ')}
            >
              <td class={`span-name ${colourClass(services.indexOf(span.service))}`}>
                <div>
                  <svg
                    class="indent"
                    width={Math.min(span.depth, 14) * INDENT}
                    height="1"
                    aria-hidden="true"
                  />
                  {parents.has(span) ? (
                    <button
                      type="button"
                      class="fold"
                      aria-expanded={!folded.has(span.id)}
                      aria-label={`what is below ${span.name}`}
                      onClick={() => fold(span.id)}
                    >
                      {folded.has(span.id) ? '▸' : '▾'}
                    </button>
                  ) : (
                    <span class="fold" />
                  )}
                  <button
                    type="button"
                    class="link"
                    aria-pressed={span.id === selected}
                    onClick={() => select(span)}
                  >
                    <span class="swatch" />
                    {span.short !== span.name && <span class="muted">{span.short} </span>}
                    {span.name}
                  </button>
                  {span.failure && <span class="bad-text"> {span.exceptions[0]?.type ?? span.failure}</span>}
                  {span.isOrphan && span !== all[0] && (
                    <span class="muted"> (its parent was not recorded)</span>
                  )}
                  {span.links.length > 0 && <span class="muted"> ↗</span>}
                </div>
              </td>
              <td class="number wide">{durationText(span.after)}</td>
              <td class="number">{span.ms === undefined ? 'goes on' : durationText(span.ms)}</td>
              <td class="bars">
                <Bar span={span} scale={scale} ms={ms} colour={colourClass(services.indexOf(span.service))} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const isLeaf = (span: SpanRow, index: number, all: readonly SpanRow[]): boolean =>
  (all[index + 1]?.depth ?? 0) <= span.depth;

function Bar({ span, scale, ms, colour }: { span: SpanRow; scale: Timescale; ms: number; colour: string }) {
  const x = scale.at(span.after) * WIDTH;
  const end = scale.at(span.after + (span.ms ?? ms - span.after)) * WIDTH;
  return (
    <svg class="bar" viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
      {scale.gaps.map(({ from, to }) => (
        <rect
          key={from}
          class="gap"
          x={scale.at(from) * WIDTH}
          y="0"
          width={(scale.at(to) - scale.at(from)) * WIDTH}
          height="10"
        />
      ))}
      <rect
        class={span.failure ? 'failed' : colour}
        x={Math.min(x, WIDTH - 3)}
        y="1"
        width={Math.max(3, end - x)}
        height="8"
      />
    </svg>
  );
}
