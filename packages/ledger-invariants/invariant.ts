/** One thing that is not as it must be. */
export interface Violation {
  /** The name of the invariant. */
  invariant: string;
  /** The rows that it is about, the first one first: orders, customers, transactions or products. */
  ids: readonly string[];
  /** A sentence with the figures. */
  detail: string;
}

/** What must always be true of some rows, by a name. */
export interface Invariant<Rows extends unknown[]> {
  name: string;
  violations: (...rows: Rows) => Violation[];
}

type Found = Omit<Violation, 'invariant'>;

/** Names a search for what is wrong, so that everything it finds carries the name. */
export const invariant = <Rows extends unknown[]>(
  name: string,
  find: (...rows: Rows) => Found[],
): Invariant<Rows> => ({
  name,
  violations: (...rows) => find(...rows).map((found) => ({ invariant: name, ...found })),
});

/** A violation as a person reads it. @example account c holds 5, its entries sum to 0 [balance-is-the-sum-of-its-entries] */
export const describeViolation = ({ invariant: name, detail }: Violation): string => `${detail} [${name}]`;

export const sumOf = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((total, item) => total + amount(item), 0);
