/**
 * Smooth weighted round robin, as nginx does it: each instance gains its weight, the richest is chosen and pays the sum of
 * all. Weights 5, 1, 1 give a a b a c a a, not a a a a a b c.
 *
 * @param credits what each instance has gained so far; changed by the call.
 * @returns the chosen one of `instances`, which must not be empty.
 * @example nextInTurn([{ instance: 'a', weight: 2 }, { instance: 'b', weight: 1 }], new Map()).instance // 'a'
 */
export function nextInTurn<C extends { instance: string; weight: number }>(
  instances: readonly C[],
  credits: Map<string, number>,
): C {
  let total = 0;
  let best: C | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const instance of instances) {
    const credit = (credits.get(instance.instance) ?? 0) + instance.weight;
    credits.set(instance.instance, credit);
    total += instance.weight;
    if (credit > most) [best, most] = [instance, credit];
  }
  if (!best) throw new RangeError('there is no instance to choose from');
  credits.set(best.instance, most - total);
  return best;
}

/**
 * Where a new environment begins the round: somewhere. Environments that handle few calls would all call the first instance,
 * if each began at the beginning. Over one round every instance is chosen by its weight, so a random place in it is fair.
 */
export function anywhereInTurn(
  instances: readonly { instance: string; weight: number }[],
  random: () => number,
): Map<string, number> {
  const credits = new Map<string, number>();
  const round =
    instances.reduce((sum, { weight }) => sum + weight, 0) / Math.min(...instances.map((c) => c.weight));
  for (let steps = Math.floor(random() * Math.min(round, 1_000)); steps > 0; steps -= 1)
    nextInTurn(instances, credits);
  return credits;
}
