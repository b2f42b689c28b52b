import type { Contender } from './contender.ts';

const CALLS = 20_000;
const ROUNDS = 7;

async function microseconds(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let count = 0; count < CALLS; count += 1) await call();
  return ((performance.now() - began) * 1000) / CALLS;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/**
 * What a breaker adds to a call that goes well, in microseconds, when its store takes no time: the contenders take turns,
 * and the median of their rounds less that of the bare call is told.
 */
export async function overhead(contenders: Contender[]): Promise<Map<string, number>> {
  const call = async () => 1;
  const ways = [
    { title: 'bare', run: call },
    ...contenders.map(({ title, world }) => ({ title, run: world(0).environment(call) })),
  ];
  const rounds = new Map(ways.map(({ title }) => [title, [] as number[]]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { title, run } of ways) rounds.get(title)!.push(await microseconds(run));
  const bare = median(rounds.get('bare')!);
  return new Map(contenders.map(({ title }) => [title, median(rounds.get(title)!) - bare]));
}
