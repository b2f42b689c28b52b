import { useEffect, useRef, useState } from 'preact/hooks';
import type { OrderStory } from '../../../api/order.ts';
import { counted, durationText } from '../../lib/format.ts';
import { useShortcuts } from '../../lib/keyboard.ts';
import { Time } from '../../ui/parts.tsx';
import { LONGEST_GAP_MS, squeezed } from './squeeze.ts';

type Moment = OrderStory['moments'][number];

/** Lanes of the picture, in the order in which an order goes through them. */
const LANES = ['saga', 'undo', 'orders', 'inventory', 'payments', 'notifications', 'telemetry', 'operators'];
const LANE_HEIGHT = 22;

interface Props {
  /** The order's, which needs no saying. */
  id: string;
  moments: readonly Moment[];
  select(of: NonNullable<Moment['of']>): void;
}

/** An order's life across the services, moment by moment. `n` and `p` jump to the errors in it. */
export function Timeline({ id, moments, select }: Props) {
  const [at, setAt] = useState<number>();
  const list = useRef<HTMLOListElement>(null);
  const errors = moments.flatMap(({ failed }, index) => (failed ? [index] : []));
  const jump = (to: number | undefined) => {
    if (to !== undefined) setAt(to);
  };
  useShortcuts([
    {
      key: 'n',
      does: 'jumps to the next error',
      run: () => jump(errors.find((index) => index > (at ?? -1)) ?? errors[0]),
    },
    {
      key: 'p',
      does: 'jumps to the previous error',
      run: () => jump(errors.findLast((index) => index < (at ?? moments.length)) ?? errors.at(-1)),
    },
  ]);
  useEffect(() => {
    const row = at === undefined ? undefined : list.current?.querySelector<HTMLElement>(`[data-at="${at}"]`);
    row?.scrollIntoView({ block: 'center' });
    row?.focus({ preventScroll: true });
  }, [at]);
  const place = errors.indexOf(at ?? -1) + 1;
  return (
    <>
      <div class="timeline-head">
        <p class="muted">
          {counted(moments.length, 'moment')}. A gap of more than {LONGEST_GAP_MS / 1000} s is squeezed.
        </p>
        {errors.length > 0 && (
          <div class="actions">
            <span class="bad-text" aria-live="polite">
              {place > 0 ? `error ${place} of ${errors.length}` : counted(errors.length, 'error')}
            </span>
            <button
              type="button"
              class="small"
              onClick={() =>
                jump(errors.findLast((index) => index < (at ?? moments.length)) ?? errors.at(-1))
              }
            >
              Previous <kbd>p</kbd>
            </button>
            <button
              type="button"
              class="small"
              onClick={() => jump(errors.find((index) => index > (at ?? -1)) ?? errors[0])}
            >
              Next <kbd>n</kbd>
            </button>
          </div>
        )}
      </div>
      <Lanes moments={moments} selected={at} select={setAt} />
      <ol class="timeline" ref={list}>
        {moments.map((moment, index) => {
          const before = moments[index - 1];
          const gap = before ? Date.parse(moment.at) - Date.parse(before.at) : 0;
          return [
            gap > LONGEST_GAP_MS && (
              <li key={`gap-${moment.at}-${index}`} class="gap">
                {durationText(gap)} {inGap(moment)}
              </li>
            ),
            <li
              key={`${moment.at}-${index}`}
              data-at={index}
              tabIndex={-1}
              class={`moment ${moment.failed ? 'failed' : ''} ${index === at ? 'selected' : ''}`}
            >
              <span class="when mono">
                <Time at={moment.at} ms />
              </span>
              <span class={`who lane-${moment.who}`}>{moment.who}</span>
              <span class="what break">
                {moment.failed && <span class="visually-hidden">Error: </span>}
                {moment.of ? (
                  <button type="button" class="link" onClick={() => moment.of && select(moment.of)}>
                    {brief(moment.text, id)}
                  </button>
                ) : (
                  brief(moment.text, id)
                )}
              </span>
            </li>,
          ];
        })}
      </ol>
    </>
  );
}

/** What a gap before a moment was: idle, or full of attempts that are not told one by one. */
const inGap = ({ alike }: Pick<Moment, 'alike'>): string =>
  alike ? `in which ${counted(alike, 'more attempt')} failed` : 'in which nothing happened';

/** `execution <id>.cancel begins` is `execution cancel begins` on the page of that order. */
const brief = (text: string, id: string): string =>
  text.replace(`execution ${id}.`, 'execution ').replace(`execution ${id} `, 'the saga ');

interface LanesProps {
  moments: readonly Moment[];
  selected: number | undefined;
  select(index: number): void;
}

/** The same at a glance: a lane for each service, idle gaps squeezed and hatched. The list below says it in words. */
function Lanes({ moments, selected, select }: LanesProps) {
  const times = moments.map(({ at }) => Date.parse(at));
  const axis = squeezed(times);
  const lanes = LANES.filter((lane) => moments.some(({ who }) => who === lane));
  const height = lanes.length * LANE_HEIGHT;
  const x = (time: number) => `${(2 + axis.at(time) * 96).toFixed(2)}%`;
  return (
    <div class="lanes" aria-hidden="true">
      <ul>
        {lanes.map((lane) => (
          <li key={lane} class={`who lane-${lane}`}>
            {lane}
          </li>
        ))}
      </ul>
      <svg width="100%" height={height}>
        <title>Moments of each service</title>
        {lanes.map((lane, row) => (
          <line
            key={lane}
            class="rail"
            x1="0"
            x2="100%"
            y1={(row + 0.5) * LANE_HEIGHT}
            y2={(row + 0.5) * LANE_HEIGHT}
          />
        ))}
        {axis.gaps.map(({ from, to }) => (
          <g key={from} class="squeezed">
            <title>
              {durationText(to - from)} {inGap(moments.find(({ at }) => Date.parse(at) === to) ?? {})}
            </title>
            <rect
              x={x(from)}
              width={`${((axis.at(to) - axis.at(from)) * 96).toFixed(2)}%`}
              y="0"
              height={height}
            />
          </g>
        ))}
        {moments.map(({ at, who, text, failed }, index) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list below has the same for keyboards and screen readers.
          <circle
            key={`${at}-${index}`}
            class={`dot lane-${who} ${failed ? 'failed' : ''} ${index === selected ? 'selected' : ''}`}
            cx={x(Date.parse(at))}
            cy={(lanes.indexOf(who) + 0.5) * LANE_HEIGHT}
            r={failed ? 5.5 : 4.5}
            onClick={() => select(index)}
          >
            <title>{text}</title>
          </circle>
        ))}
      </svg>
    </div>
  );
}
