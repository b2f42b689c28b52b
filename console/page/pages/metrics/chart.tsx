import { useMemo } from 'preact/hooks';
import type { Chart } from '../../../api/metrics/charts.ts';
import { colourClass } from '../../lib/colours.ts';
import { durationText } from '../../lib/format.ts';
import { axisOf, runsOf } from './scale.ts';

const WIDTH = 480;
const HEIGHT = 140;
const LEFT = 52;
const BOTTOM = 20;
const TOP = 8;

interface Props {
  chart: Chart;
  minutes: readonly string[];
  /** The minute that is read out. */
  at: number | undefined;
  setAt(at: number | undefined): void;
}

/** A chart of lines; its values are in words below it for the minute that is pointed at, and in a table. */
export function ChartFigure({ chart, minutes, at, setAt }: Props) {
  const { title, unit, note, series } = chart;
  const highest = useMemo(
    () => Math.max(0, ...series.flatMap(({ values }) => values.map((one) => one ?? 0))),
    [series],
  );
  const isKnown = series.some(({ values }) => values.some((value) => value !== null));
  const read = at ?? minutes.length - 1;
  return (
    <figure class="chart">
      <figcaption>
        <h2>{title}</h2>
        {note && <p class="muted">{note}</p>}
      </figcaption>
      {isKnown ? (
        <Lines chart={chart} minutes={minutes} highest={highest} at={at} setAt={setAt} />
      ) : (
        <p class="nothing muted">Nothing was measured in this hour.</p>
      )}
      <ul class="legend" aria-label={`${title} at ${clock(minutes[read])}`}>
        {isKnown && <li class="muted">{at === undefined ? 'now' : clock(minutes[read])}</li>}
        {isKnown &&
          series.map(({ name, values }, index) => (
            <li key={name} class={colourClass(index)}>
              <span class="swatch" />
              {name} <b>{valueText(values[read], unit)}</b>
            </li>
          ))}
      </ul>
      {isKnown && <Values chart={chart} minutes={minutes} />}
    </figure>
  );
}

function Lines({ chart, minutes, highest, at, setAt }: Props & { highest: number }) {
  const { top, ticks } = axisOf(highest);
  const x = (index: number) => LEFT + (index / Math.max(1, minutes.length - 1)) * (WIDTH - LEFT - 8);
  const y = (value: number) => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM);
  const point = (event: { currentTarget: SVGSVGElement; clientX: number }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = (((event.clientX - left) / width) * WIDTH - LEFT) / (WIDTH - LEFT - 8);
    setAt(Math.min(minutes.length - 1, Math.max(0, Math.round(share * (minutes.length - 1)))));
  };
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      onPointerMove={point}
      onPointerLeave={() => setAt(undefined)}
    >
      {ticks.map((tick) => (
        <g key={tick} class="tick">
          <line x1={LEFT} x2={WIDTH - 8} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 6} y={y(tick) + 4}>
            {tickText(tick, chart.unit)}
          </text>
        </g>
      ))}
      {[0, 15, 30, 45, minutes.length - 1].map((index) => (
        <text key={index} class="time" x={Math.min(x(index), WIDTH - 20)} y={HEIGHT - 4}>
          {clock(minutes[index])}
        </text>
      ))}
      {chart.series.map(({ name, values }, index) => (
        <g key={name} class={`line ${colourClass(index)}`}>
          {runsOf(values).map((run) =>
            run.length === 1 ? (
              <circle key={run[0]![0]} cx={x(run[0]![0])} cy={y(run[0]![1])} r="2.5" />
            ) : (
              <polyline
                key={run[0]![0]}
                points={run.map(([one, value]) => `${x(one)},${y(value)}`).join(' ')}
              />
            ),
          )}
        </g>
      ))}
      {at !== undefined && <line class="cursor" x1={x(at)} x2={x(at)} y1={TOP} y2={HEIGHT - BOTTOM} />}
    </svg>
  );
}

/** What the lines are drawn of: the minutes in which there was something, newest first. */
function Values({ chart: { title, unit, series }, minutes }: Pick<Props, 'chart' | 'minutes'>) {
  const told = minutes
    .map((minute, index) => ({ minute, values: series.map(({ values }) => values[index]) }))
    .filter(({ values }) => values.some((value) => value))
    .reverse();
  return (
    <details>
      <summary>Values</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
      <section class="table" aria-label={`Values of ${title}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Minute</th>
              {series.map(({ name }) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.map(({ minute, values }) => (
              <tr key={minute}>
                <th scope="row">{clock(minute)}</th>
                {values.map((value, index) => (
                  <td key={series[index]?.name} class="number">
                    {valueText(value, unit)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="muted">Minutes that are not listed have 0, or nothing that is known.</p>
    </details>
  );
}

const valueText = (value: number | null | undefined, unit: Chart['unit']): string => {
  if (value === null || value === undefined) return '–';
  return unit === 'ms' ? durationText(value) : value.toLocaleString('en');
};

/** There is room for one unit beside an axis. */
const tickText = (value: number, unit: Chart['unit']): string =>
  unit === 'ms' && value >= 60_000 ? `${Number((value / 60_000).toFixed(1))} min` : valueText(value, unit);

const clock = (minute: string | undefined): string =>
  minute === undefined
    ? ''
    : new Date(minute).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
