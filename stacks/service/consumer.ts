/// <reference path="../../.sst/platform/config.d.ts" />
import type { EventType } from '../../functions/contracts/events.ts';
import type { Service } from '../service.ts';
import { settings } from '../stage-settings.ts';
import { noteQueue } from './known-queues.ts';
import { fileOf, nameIn, pascal } from './names.ts';
import type { Needs } from './needs.ts';
import { operatorQueue } from './operator-queue.ts';
import { encryptedQueue, isInAws } from './protection.ts';
import { deliversOnly } from './trust.ts';

/** How long a consumer may take for a batch (seconds). */
const TIMEOUT = 10;

/**
 * How long Lambda collects messages for a consumer that nobody waits for (seconds): ten at once cost a tenth of the invocations,
 * receives and deletions. A message is hidden for as long as AWS asks for with that.
 */
const COLLECTS = 10;

/** How often a message is tried before it waits for manual intervention. */
const ATTEMPTS = 5;

export interface Consumption extends Omit<Needs, 'timeout'> {
  /** The topic of the service that sends the events: `topic` of its stack. */
  from: sst.aws.SnsTopic;
  types: EventType[];
  /** True where nobody waits for what it does, such as figures. */
  collects?: boolean;
}

/**
 * What a part of the subscription was when sst's subscribeQueue made it. SNS gives a second subscription of the same queue
 * the address of the first, so that a deployment which made one and deleted the other would end without any.
 */
const formerly = (type: string, { urn }: sst.aws.SnsTopic, name: string): $util.Output<string> =>
  urn.apply((topic) => {
    const stage = topic.split('::').slice(0, 2).join('::');
    return `${stage}::sst:aws:SnsTopicQueueSubscriber$${type}::${topic.split('::').at(-1)}Subscriber${name}`;
  });

/** A queue of messages that are no events of the shop's, such as what a service of AWS tells. */
export interface MessageConsumption extends Omit<Needs, 'timeout'> {
  from: aws.sns.Topic;
}

/**
 * A consumer: a queue of its own for some types of events, the function that empties it, and a dead-letter queue for
 * what failed five times, with an alarm. Batches of ten, each message answered for by itself.
 */
export function consumeEvents(
  service: Service,
  entry: string,
  { from, types, collects, ...needs }: Consumption,
): void {
  const id = idOf(service, entry);
  subscribe(id, emptiedQueue(service, entry, needs, collects), from.arn, {
    filterPolicy: JSON.stringify({ type: types }),
    policyAliases: [formerly('aws:sqs/queuePolicy:QueuePolicy', from, `${id}SubscriptionPolicy`)],
    aliases: [formerly('aws:sns/topicSubscription:TopicSubscription', from, `${id}SubscriptionSubscription`)],
  });
}

/** The same for everything that a topic gets. */
export function consumeMessages(
  service: Service,
  entry: string,
  { from, ...needs }: MessageConsumption,
): void {
  subscribe(idOf(service, entry), emptiedQueue(service, entry, needs), from.arn);
}

const idOf = (service: Service, entry: string): string => pascal(`${service.name}-${fileOf(entry)}`);

/** A queue that a function empties, with its dead-letter queue. */
function emptiedQueue(
  service: Service,
  entry: string,
  needs: Omit<Needs, 'timeout'>,
  collects = false,
): sst.aws.Queue {
  const file = fileOf(entry);
  noteQueue({ name: `${service.name}-${file}`, isOperatorQueue: false });
  const dead = operatorQueue({
    service: service.name,
    what: `${file}-dead`,
    alarm: `${file} of ${service.name} has given up on an event.`,
  });
  const queue = new sst.aws.Queue(`${idOf(service, entry)}Queue`, {
    // AWS asks for six times the function's time limit and what it collects for, so that a batch is not received twice at once.
    visibilityTimeout: `${6 * TIMEOUT + COLLECTS} seconds`,
    dlq: { queue: dead.arn, retry: ATTEMPTS },
    transform: { queue: { name: nameIn(service.name, file), ...encryptedQueue } },
  });
  queue.subscribe(service.function(entry, { ...needs, timeout: `${TIMEOUT} seconds` }), {
    // Here, tests and people do wait.
    batch: {
      size: 10,
      partialResponses: true,
      ...(collects && isInAws() && { window: `${COLLECTS} seconds` as const }),
    },
    // Unbounded, a backlog takes all that the account may run at once, and what is throttled is received in vain: each time
    // counts towards the five.
    transform: {
      eventSourceMapping: { scalingConfig: { maximumConcurrency: settings().CONSUMER_CONCURRENCY } },
    },
  });
  return queue;
}

interface Subscription {
  filterPolicy?: string;
  policyAliases?: $util.Input<string>[];
  aliases?: $util.Input<string>[];
}

/** Has a topic deliver to a queue, and nobody else. */
function subscribe(
  id: string,
  queue: sst.aws.Queue,
  topic: $util.Output<string>,
  { filterPolicy, policyAliases, aliases }: Subscription = {},
): void {
  // What sst's subscribeQueue lets in is every topic, bucket and rule of every account.
  const policy = new aws.sqs.QueuePolicy(
    `${id}QueuePolicy`,
    {
      queueUrl: queue.url,
      policy: deliversOnly({
        principal: 'sns.amazonaws.com',
        action: 'sqs:SendMessage',
        resource: queue.arn,
        from: topic,
      }),
    },
    { aliases: policyAliases },
  );
  new aws.sns.TopicSubscription(
    `${id}Subscription`,
    { topic, protocol: 'sqs', endpoint: queue.arn, filterPolicy, rawMessageDelivery: true },
    { dependsOn: policy, aliases },
  );
}
