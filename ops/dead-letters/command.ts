import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import { integer, optional, required } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import { counted } from '../../packages/command-line/counted.ts';
import { explainAccess, type StageAccess, stageAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { peek, sentAt } from './peek.ts';
import { redriveQueue } from './redrive.ts';
import { pickQueue, type WaitingQueue, waitingQueues } from './waiting-queues.ts';

const queue = required('queue', 'a queue, as `list` shows it');

/** `npm run dlq -- list | show <queue> | redrive <queue>`: what waits in operator queues, on any stage. */
export const dlq = command({
  name: 'dlq',
  summary:
    'lists, shows and redrives what waits in operator queues (-- list, -- show <queue>, -- redrive <queue>)',
  stage: anyStage,
  actions: {
    list: action({
      help: 'all such queues, and how much waits on each',
      json: true,
      run: (input) => withQueues(input, list),
    }),
    show: action({
      help: 'the messages of a queue; none is removed',
      words: { queue },
      options: { limit: optional('10', 'how many are shown at most, to 1000', integer(1, 1000)) },
      json: true,
      run: (input) =>
        withQueues(input, ({ sqs, queues }) => show(sqs, pickQueue(queues, input.queue), input.limit ?? 10)),
    }),
    redrive: action({
      help: 'gives the messages of a queue to whom they were for, once more',
      words: { queue },
      json: true,
      run: (input) => withQueues(input, (at) => redrive(at, pickQueue(at.queues, input.queue))),
    }),
  },
});

interface Queues {
  sqs: SQSClient;
  access: StageAccess;
  queues: WaitingQueue[];
}

async function withQueues({ stage }: Request, work: (at: Queues) => Promise<Output>): Promise<Output> {
  const access = await stageAccess(stage);
  const sqs = new SQSClient({ ...access.config, useQueueUrlAsEndpoint: false });
  try {
    return await work({ sqs, access, queues: await waitingQueues(sqs, access) });
  } catch (thrown) {
    throw explainAccess(thrown, stage);
  }
}

async function list({ sqs, access: { stage }, queues }: Queues): Promise<Output> {
  const found = [];
  for (const { short, url, count, kind } of queues) {
    const [oldest] = count > 0 ? await peek(sqs, url, 10) : [];
    found.push({ queue: short, kind, count, oldest });
  }
  const total = queues.reduce((sum, { count }) => sum + count, 0);
  const holding = queues.filter(({ count }) => count > 0).length;
  return {
    lines: [
      ...found.map(({ queue, kind, count, oldest }) => {
        const age = oldest ? `oldest ${ageOf(oldest)}` : '';
        return `${queue.padEnd(40)}${String(count).padStart(6)}  ${kind.padEnd(18)}${age}`.trimEnd();
      }),
      total === 0
        ? `nothing waits on the ${queues.length} queues of stage ${stage}`
        : `${counted(total, 'message')} ${total === 1 ? 'waits' : 'wait'} on ${holding} of ${queues.length} queues of stage ${stage}`,
    ],
    document: {
      stage,
      queues: found.map(({ oldest, ...one }) => ({ ...one, oldest: oldest && sentTime(oldest) })),
    },
  };
}

const sentTime = (message: Message): string => new Date(sentAt(message)).toISOString();

async function show(sqs: SQSClient, { short, url, count }: WaitingQueue, limit: number): Promise<Output> {
  const messages = await peek(sqs, url, limit);
  const warning = '! Personal data may be in it: do not paste it into tickets or chats.\n';
  return {
    lines: [
      ...(messages.length > 0 ? [warning] : []),
      ...messages.flatMap((message, index) => [
        `${index + 1}. ${message.MessageId}`,
        `   sent ${sentTime(message)}, ${ageOf(message)} ago; received ${message.Attributes?.ApproximateReceiveCount} times`,
        `${indent(pretty(message.Body ?? ''))}\n`,
      ]),
      messages.length === 0
        ? `nothing waits on ${short}`
        : `${messages.length} of ${counted(Math.max(count, messages.length), 'message')} of ${short}; none was removed`,
    ],
    document: {
      queue: short,
      count: Math.max(count, messages.length),
      messages: messages.map((message) => ({
        id: message.MessageId,
        sent: sentTime(message),
        received: Number(message.Attributes?.ApproximateReceiveCount),
        body: message.Body,
      })),
    },
  };
}

async function redrive({ sqs, access }: Queues, queue: WaitingQueue): Promise<Output> {
  const { redriven, lines } = await redriveQueue(sqs, access, queue);
  return { lines, document: { queue: queue.short, kind: queue.kind, redriven } };
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
