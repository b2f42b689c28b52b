/**
 * The breaker of this package beside circuitbreaker-lambda, which also shares its state through DynamoDB, and opossum, which
 * keeps it in the process: 200 environments live through the same outage with each, and what each adds to a call that
 * goes well. DynamoDB is a store in memory with 5 ms of latency, so that the contenders and not an engine are compared.
 *
 *     node packages/resilience/bench/breaker.ts [--json: as `npm run bench` reads it]
 */
import { lambdaBreakers, opossum } from './breaker/others.ts';
import { outage } from './breaker/outage.ts';
import { overhead } from './breaker/overhead.ts';
import { ownBreaker, ownByShare, ownCall } from './breaker/resilience.ts';

const print = console.log;
// circuitbreaker-lambda logs a line for every call that it blocks.
console.log = () => {};
console.warn = () => {};

const costs = await overhead([ownBreaker, ownCall, ...lambdaBreakers, opossum]);
// Together: environments wait nearly all of the time, and no contender has anything in common with another.
const outages = await Promise.all([ownBreaker, ownByShare, ...lambdaBreakers, opossum].map(outage));

const notes =
  lambdaBreakers.length > 0
    ? []
    : ['circuitbreaker-lambda is left out: its repository could not be reached.'];
const least = costs.get(ownBreaker.title)!;
const tables = [
  {
    title: 'Circuit breakers in an outage',
    explanation:
      '200 environments call every 0.4 s; what they call is dead for 12 s. 3 failures open, for 1 s growing to 4 s.',
    columns: [
      '',
      'reads a call',
      'writes a call',
      'calls to the dead in the first 2.5 s',
      'in the other 9.5 s',
      'of these at once',
      'last call refused after recovery',
    ],
    rows: outages.map((one) => [
      one.contender,
      one.reads.toFixed(2),
      one.writes.toFixed(2),
      String(one.before),
      String(one.after),
      String(one.trialsAtOnce),
      `${(one.backAfter / 1000).toFixed(1)} s`,
    ]),
    notes,
  },
  {
    title: 'Circuit breakers while all is well',
    explanation:
      'What a call that goes well takes longer, with a store that takes no time; medians of 7 turns.',
    columns: ['', 'microseconds', 'ratio'],
    rows: [...costs].map(([title, cost]) => [title, cost.toFixed(1), (cost / least).toFixed(1)]),
    notes,
  },
];
if (process.argv.includes('--json')) print(JSON.stringify(tables));
else for (const { title, columns, rows } of tables) print([title, columns, ...rows].join('\n'));
process.exit(0);
