/** The top of a chart's axis, and where its lines are: round numbers that people read. */
export interface Axis {
  top: number;
  ticks: number[];
}

/** @param highest - of all values; an axis of nothing goes to 1. */
export function axisOf(highest: number): Axis {
  const rough = Math.max(highest, 1) / 2;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough)!;
  return { top: 2 * step, ticks: [0, step, 2 * step] };
}

/** Runs of values that are known, as they are drawn: each a list of [index, value]. */
export function runsOf(values: readonly (number | null)[]): [index: number, value: number][][] {
  const runs: [number, number][][] = [];
  let isOpen = false;
  for (const [index, value] of values.entries()) {
    if (value === null) isOpen = false;
    else if (isOpen) runs.at(-1)!.push([index, value]);
    else {
      runs.push([[index, value]]);
      isOpen = true;
    }
  }
  return runs;
}
