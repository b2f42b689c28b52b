/**
 * Orders on the local engine: what one costs, beside the engine as it was released, and how many there may be a second. Both engines
 * have the shop deployed; the second question is asked of ours alone.
 *
 *     node bench/orders.ts [seconds]
 */
import { BENCHES } from './benches.ts';
import { startBenchShops } from './orders/bench-shop.ts';
import { underLoad } from './orders/load.ts';
import { inTurns } from './orders/turns.ts';
import { type BenchTable, numbersGiven, printTables } from './table.ts';

/** What rising rates take, up to the one that saturates the engine (s). */
const LOAD_S = 60;

export async function measure(): Promise<BenchTable[]> {
  const [seconds = BENCHES.orders.seconds] = numbersGiven();
  const shops = await startBenchShops();
  const [ours, released] = shops;
  try {
    const turns = await inTurns(shops, seconds - LOAD_S);
    // What it does of itself, such as alarms, would take from the other.
    await released.stop();
    return [turns, await underLoad(ours)];
  } finally {
    for (const shop of shops) await shop.stop();
  }
}

if (import.meta.main) await printTables(measure);
