/** The value below which a share of the values lies (nearest rank). @throws RangeError without values. */
export function quantile(values: number[], share: number): number {
  if (values.length === 0) throw new RangeError('there are no values');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}

/** The middle of the values (of two in the middle, the lower one). @throws RangeError without values. */
export const median = (values: number[]): number => quantile(values, 0.5);

/** Median and quartiles as a cell of a table: `12.1 (11.8 to 13.0)`. */
export const spread = (values: number[], digits = 1): string =>
  `${median(values).toFixed(digits)} (${quantile(values, 0.25).toFixed(digits)} to ${quantile(values, 0.75).toFixed(digits)})`;
