import { optional, UsageError } from '@serverless-orders/command-line/arguments';
import { columns } from '@serverless-orders/command-line/columns';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { orderFigures } from '../cost/order-figures.ts';
import { climb, type Rung } from './ladder.ts';

/** What changes are known for. */
const MOST = 10_000;
const LEAST = 50;

/** `npm run capacity -- --to 1000`: what comes first when orders become more, and what to change then. */
export const capacity = command({
  name: 'capacity',
  summary: 'which quota, setting or partition comes first when orders become more (-- --to 1000)',
  actions: {
    '': action({
      help: `simulates a new production stage in us-east-1, and changes what does not suffice, up to ${MOST} orders a second`,
      json: true,
      options: { to: optional('1000', `orders a second, ${LEAST} to ${MOST}; ${MOST} unless told`, rate) },
      run: async ({ to = MOST }) => {
        const rungs = climb(orderFigures().confirmed, to);
        const lines =
          rungs.length > 0 ? columns(rowsOf(rungs)) : [`nothing has to change for ${to} orders a second`];
        return { lines, document: { rungs } };
      },
    }),
  },
});

/** The rungs as rows of text, with their heading. */
export const rowsOf = (rungs: Rung[]): string[][] => [
  ['orders a second', 'on paper', 'comes first', 'to change'],
  ...rungs.map(({ ordersPerSecond, onPaper, resource, change }) => [
    figure(ordersPerSecond),
    figure(onPaper),
    resource,
    change,
  ]),
];

/** Two digits: more would say more than a model knows. */
const figure = (value: number): string => Number(value.toPrecision(2)).toLocaleString('en');

function rate(text: string): number {
  const value = Number(text);
  if (!(value >= LEAST && value <= MOST))
    throw new UsageError(`"${text}" is no number of orders a second from ${LEAST} to ${MOST}`);
  return value;
}
