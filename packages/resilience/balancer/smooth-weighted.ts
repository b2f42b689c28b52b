/**
 * Smooth weighted round robin, as nginx does it: each cell gains its weight, the richest is chosen and pays the sum of
 * all. Weights 5, 1, 1 give a a b a c a a, not a a a a a b c.
 *
 * @param credits what each cell has gained so far; changed by the call.
 * @returns the chosen one of `cells`, which must not be empty.
 * @example nextInTurn([{ cell: 'a', weight: 2 }, { cell: 'b', weight: 1 }], new Map()).cell // 'a'
 */
export function nextInTurn<C extends { cell: string; weight: number }>(
  cells: readonly C[],
  credits: Map<string, number>,
): C {
  let total = 0;
  let best: C | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const cell of cells) {
    const credit = (credits.get(cell.cell) ?? 0) + cell.weight;
    credits.set(cell.cell, credit);
    total += cell.weight;
    if (credit > most) [best, most] = [cell, credit];
  }
  if (!best) throw new RangeError('there is no cell to choose from');
  credits.set(best.cell, most - total);
  return best;
}

/**
 * Where a new environment begins the round: somewhere. Environments that handle few calls would all call the first cell,
 * if each began at the beginning. Over one round every cell is chosen by its weight, so a random place in it is fair.
 */
export function anywhereInTurn(
  cells: readonly { cell: string; weight: number }[],
  random: () => number,
): Map<string, number> {
  const credits = new Map<string, number>();
  const round = cells.reduce((sum, { weight }) => sum + weight, 0) / Math.min(...cells.map((c) => c.weight));
  for (let steps = Math.floor(random() * Math.min(round, 1_000)); steps > 0; steps -= 1)
    nextInTurn(cells, credits);
  return credits;
}
