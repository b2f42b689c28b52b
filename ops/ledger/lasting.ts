import { describeViolation, type Violation } from '../../packages/ledger-invariants/index.ts';

interface Look {
  violations: Violation[];
}

/**
 * What a look at tables finds wrong, as long as a second look agrees. A look takes several pages, and customers may pay between
 * two of them: what is wrong in one look but not, with the same figures, in the next was under way. So only what stays is wrong.
 */
export async function lasting<L extends Look>(look: () => Promise<L>): Promise<L> {
  const first = await look();
  if (first.violations.length === 0) return first;
  const seen = new Set(first.violations.map(describeViolation));
  const second = await look();
  return {
    ...second,
    violations: second.violations.filter((violation) => seen.has(describeViolation(violation))),
  };
}
