import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from '../../cli/main.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { explainAccess, type StageAccess, stageAccess } from '../stage/access.ts';
import { parseDlqArguments } from './arguments.ts';
import { peek, sentAt } from './peek.ts';
import { redriveDeadLetters } from './redrive-dead-letters.ts';
import { redriveFailedPublishing } from './redrive-failed-publishing.ts';
import { redriveUncounted } from './redrive-uncounted.ts';
import { measure, pickQueue, type WaitingQueue, waitingQueues } from './waiting-queues.ts';

/** `npm run dlq -- list | show <queue> | redrive <queue>`: what waits in operator queues, on any stage. */
export const dlq: Command = {
  summary:
    'lists, shows and redrives what waits in operator queues (-- list, -- show <queue>, -- redrive <queue>)',
  async run(args) {
    const request = parseDlqArguments(args);
    const access = await stageAccess(request.stage);
    const sqs = new SQSClient({ ...access.config, useQueueUrlAsEndpoint: false });
    try {
      const queues = await waitingQueues(sqs, access);
      if (request.action === 'list') await list(sqs, access, queues);
      else {
        const queue = pickQueue(queues, request.queue);
        if (request.action === 'show') await show(sqs, queue, request.limit);
        else await redrive(sqs, access, queue);
      }
    } catch (thrown) {
      throw explainAccess(thrown, request.stage);
    }
    return 0;
  },
};

async function list(sqs: SQSClient, { stage }: StageAccess, queues: WaitingQueue[]): Promise<void> {
  for (const { short, url, count, kind } of queues) {
    const [oldest] = count > 0 ? await peek(sqs, url, 10) : [];
    const age = oldest ? `oldest ${ageOf(oldest)}` : '';
    console.log(`${short.padEnd(40)}${String(count).padStart(6)}  ${kind.padEnd(18)}${age}`.trimEnd());
  }
  const total = queues.reduce((sum, { count }) => sum + count, 0);
  const holding = queues.filter(({ count }) => count > 0).length;
  console.log(
    total === 0
      ? `nothing waits on the ${queues.length} queues of stage ${stage}`
      : `${total} messages wait on ${holding} of ${queues.length} queues of stage ${stage}`,
  );
}

async function show(sqs: SQSClient, { short, url, count }: WaitingQueue, limit: number): Promise<void> {
  const messages = await peek(sqs, url, limit);
  if (messages.length > 0)
    console.log('! Personal data may be in it: do not paste it into tickets or chats.\n');
  for (const [index, message] of messages.entries()) {
    const { MessageId, Attributes, Body = '' } = message;
    console.log(`${index + 1}. ${MessageId}`);
    console.log(`   sent ${new Date(sentAt(message)).toISOString()}, ${ageOf(message)} ago,`);
    console.log(`   received ${Attributes?.ApproximateReceiveCount} times`);
    console.log(`${indent(pretty(Body))}\n`);
  }
  console.log(
    `${messages.length} of ${Math.max(count, messages.length)} messages of ${short}; none was removed`,
  );
}

async function redrive(sqs: SQSClient, access: StageAccess, queue: WaitingQueue): Promise<void> {
  const { short, kind, count } = queue;
  if (kind === 'parked orders' || kind === 'overdue')
    throw new UserError(
      `what waits on ${short} is no message to deliver but an order to settle`,
      kind === 'overdue'
        ? 'npm run saga -- explain <order> tells what became of it (docs/oncall.md)'
        : 'npm run saga -- redrive <order> undoes it once more (docs/oncall.md)',
    );
  if (count === 0) return console.log(`nothing waits on ${short}`);
  if (kind === 'dead letters') {
    const moved = await redriveDeadLetters(sqs, queue);
    console.log(`${moved} messages of ${short} went back to their consumer`);
  } else if (kind === 'uncounted metrics') {
    const counted = await redriveUncounted(sqs, access, queue);
    console.log(`${counted} batches of ${short} were counted`);
  } else {
    const { messages, events } = await redriveFailedPublishing(sqs, access, queue);
    console.log(
      `${messages} failures of ${short} were taken up: ${events} events went to the publisher again`,
    );
    const { count: left } = await measure(sqs, queue.url);
    if (left > 0) console.log(`${left} wait there still: npm run dlq -- show ${short}`);
  }
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

const indent = (text: string) => text.replace(/^/gm, '   ');

/** How long ago a message was sent, as in `2 h 5 min`. */
function ageOf(message: Message): string {
  const minutes = Math.floor((Date.now() - sentAt(message)) / 60_000);
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60
    ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${Math.floor(minutes / 60 / 24)} days`;
}
