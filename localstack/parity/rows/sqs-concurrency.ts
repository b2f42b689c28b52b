import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { type Lab, until } from '../lab.ts';
import { makeQueue } from '../resources/data.ts';
import { makeFunction, map, seenBy } from '../resources/functions.ts';
import type { Row } from '../row.ts';

/** As many invocations as AWS starts at once by default: more than the limit that is tried. */
const MESSAGES = 5;
const MOST = 2;

interface Span {
  from: number;
  to: number;
}

/** How many of five messages, one a batch, were with a consumer at the same time. */
async function atOnce(lab: Lab, MaximumConcurrency?: number): Promise<number> {
  const queue = await makeQueue(lab, { VisibilityTimeout: '60' });
  const name = await makeFunction(lab, 'readSlowly');
  const Entries = Array.from({ length: MESSAGES }, (_, at) => ({ Id: `m${at}`, MessageBody: `m${at}` }));
  await lab.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  const ScalingConfig = MaximumConcurrency ? { MaximumConcurrency } : undefined;
  await map(lab, name, queue.arn, { BatchSize: 1, ScalingConfig });
  const spans = await until('all messages', async () => {
    const seen = await seenBy<Span>(lab, name);
    return seen.length >= MESSAGES && seen;
  });
  return Math.max(
    ...spans.map(({ from }) => spans.filter((other) => other.from <= from && from < other.to).length),
  );
}

/** How many invocations of a consumer a queue causes at once. */
export const sqsConcurrencyRows: Row[] = [
  {
    id: 'sqs-maximum-concurrency',
    service: 'SQS',
    behaviour: 'five messages to a slow consumer of one a batch, with and without a maximum concurrency of 2',
    documented: 'without it five run at once to begin with; with it never more than two',
    source: 'lambda/latest/dg/services-sqs-scaling.html',
    expected: { without: 'more than two', with: 'at most two' },
    reliedOn: 'no',
    difference: {
      program: 'every consumer has one, which is tested as it is deployed',
      test: 'ops/plan/rules/service-rules.spec.ts',
    },
    see: async (lab) => {
      const counts = await Promise.all([atOnce(lab), atOnce(lab, MOST)]);
      const [without, within] = counts.map((count) => (count > MOST ? 'more than two' : 'at most two'));
      return { without, with: within };
    },
  },
];
