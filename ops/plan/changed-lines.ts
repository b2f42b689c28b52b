/** How many unchanged lines are shown around a change. */
const AROUND = 1;

/**
 * What differs between two lists of lines: `- ` and `+ `, each change with the line before it, so that it can be seen where it is. By the
 * longest common subsequence, between what begins and ends alike.
 */
export function changedLines(before: readonly string[], after: readonly string[]): string[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end += 1;
  const was = before.slice(start, before.length - end);
  const is = after.slice(start, after.length - end);
  const steps = difference(was, is);
  const shown = steps.flatMap(({ sign, line }, at) => {
    const near = steps.slice(Math.max(0, at - AROUND), at + 1 + AROUND).some((one) => one.sign !== ' ');
    return near ? [`${sign} ${line}`] : [];
  });
  return shown.length > 0 && start > 0 ? [`  ${before[start - 1]}`, ...shown] : shown;
}

interface Step {
  sign: ' ' | '-' | '+';
  line: string;
}

function difference(was: readonly string[], is: readonly string[]): Step[] {
  // lengths[i][j]: the longest common subsequence of what is left of each.
  const lengths = Array.from({ length: was.length + 1 }, () => new Uint32Array(is.length + 1));
  for (let i = was.length - 1; i >= 0; i -= 1)
    for (let j = is.length - 1; j >= 0; j -= 1)
      lengths[i]![j] =
        was[i] === is[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < was.length || j < is.length) {
    if (i < was.length && j < is.length && was[i] === is[j]) {
      steps.push({ sign: ' ', line: was[i]! });
      i += 1;
      j += 1;
    } else if (j >= is.length || (i < was.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      steps.push({ sign: '-', line: was[i]! });
      i += 1;
    } else {
      steps.push({ sign: '+', line: is[j]! });
      j += 1;
    }
  }
  return steps;
}
