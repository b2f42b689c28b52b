/**
 * The breaker of this package beside circuitbreaker-lambda, which also shares its state through DynamoDB, and opossum, which
 * keeps it in the process: 200 environments live through the same outage with each, and what each adds to a call that
 * goes well. DynamoDB is a store in memory with 5 ms of latency, so that the contenders and not an engine are compared.
 *
 *     node packages/resilience/bench/breaker.ts [--write: into docs/figures/breaker.md]
 */
import { writeFileSync } from 'node:fs';

import { lambdaCached, lambdaPlain, opossum } from './breaker/others.ts';
import { type Outage, outage } from './breaker/outage.ts';
import { overhead } from './breaker/overhead.ts';
import { ownBreaker, ownCall } from './breaker/resilience.ts';

const print = console.log;
// circuitbreaker-lambda logs a line for every call that it blocks.
console.log = () => {};
console.warn = () => {};

const costs = await overhead([ownBreaker, ownCall, lambdaPlain, lambdaCached, opossum]);
const outages: Outage[] = [];
for (const contender of [ownBreaker, lambdaPlain, lambdaCached, opossum])
  outages.push(await outage(contender));

const least = costs.get(ownBreaker.title)!;
const row = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const page = [
  '# Breakers side by side',
  '',
  'Written by `node packages/resilience/bench/breaker.ts --write`. Machines differ; ratios hold.',
  '',
  '200 environments call every 0.4 s; what they call is dead for 12 s. 3 failures open, for 1 s growing to 4 s.',
  '',
  row([
    '',
    'reads a call',
    'writes a call',
    'calls to the dead in the first 2.5 s',
    'in the other 9.5 s',
    'of these at once',
    'last call refused after recovery',
  ]),
  row(Array(7).fill('---')),
  ...outages.map((one) =>
    row([
      one.contender,
      one.reads.toFixed(2),
      one.writes.toFixed(2),
      one.before,
      one.after,
      one.trialsAtOnce,
      `${(one.backAfter / 1000).toFixed(1)} s`,
    ]),
  ),
  '',
  'What a call that goes well takes longer, with a store that takes no time:',
  '',
  row(['', 'microseconds', 'ratio']),
  row(Array(3).fill('---')),
  ...[...costs].map(([title, cost]) => row([title, cost.toFixed(1), (cost / least).toFixed(1)])),
  '',
].join('\n');
print(page);
if (process.argv.includes('--write'))
  writeFileSync(new URL('../../../docs/figures/breaker.md', import.meta.url), page);
process.exit(0);
