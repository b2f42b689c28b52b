import { percentile } from '../packages/command-line/percentile.ts';

/** The middle of the values (of two in the middle, the lower one). @throws RangeError without values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('there are no values');
  return percentile(values, 0.5);
}

/** Median and quartiles as a cell of a table: `12.1 (11.8 to 13.0)`. @throws RangeError without values. */
export const spread = (values: readonly number[], digits = 1): string =>
  `${median(values).toFixed(digits)} (${percentile(values, 0.25).toFixed(digits)} to ${percentile(values, 0.75).toFixed(digits)})`;
