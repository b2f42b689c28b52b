/** A time in which nothing of a trace ran, and how wide it is drawn (ms of the trace). */
export interface Gap {
  from: number;
  to: number;
}

/** Where a moment of a trace is drawn, from 0 to 1. */
export interface Timescale {
  at(ms: number): number;
  /** What was squeezed, in ms since the trace began. */
  gaps: Gap[];
}

interface Interval {
  after: number;
  ms?: number | undefined;
}

/** A gap that takes less of a trace is left as it is, and a squeezed one takes so much of what is drawn. */
const WORTH = 0.05;
const SQUEEZED = 0.02;

/**
 * The scale of a waterfall. Squeezed, times in which nothing ran take little room: an order waits for minutes between two
 * steps that take milliseconds. Spans around all else, as an execution's, do not count as running: those without others
 * below them do.
 *
 * @param leaves - the spans that have none below them
 */
export function timescale(leaves: readonly Interval[], whole: number, isSqueezed: boolean): Timescale {
  const length = Math.max(whole, 0.001);
  const found = isSqueezed ? gapsIn(leaves, length) : [];
  const idle = found.reduce((sum, { from, to }) => sum + to - from, 0);
  // Where everything is idle there is nothing to give room to.
  const gaps = idle < length ? found : [];
  const saved = idle < length ? idle : 0;
  const drawn = (length - saved) / (1 - gaps.length * SQUEEZED);
  const at = (ms: number): number => {
    let before = 0;
    for (const { from, to } of gaps) {
      if (ms <= from) break;
      const within = Math.min(ms, to) - from;
      before += within - (within / (to - from)) * SQUEEZED * drawn;
    }
    return Math.min(1, Math.max(0, (Math.min(Math.max(ms, 0), length) - before) / drawn));
  };
  return { at, gaps };
}

function gapsIn(leaves: readonly Interval[], length: number): Gap[] {
  const sorted = leaves.toSorted((a, b) => a.after - b.after);
  const gaps: Gap[] = [];
  let end = 0;
  for (const { after, ms = length - after } of sorted) {
    if (after - end > length * WORTH) gaps.push({ from: end, to: after });
    end = Math.max(end, after + ms);
  }
  if (length - end > length * WORTH) gaps.push({ from: end, to: length });
  return gaps;
}
