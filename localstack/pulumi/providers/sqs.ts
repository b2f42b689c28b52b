import type { Aws } from './aws.ts';
import { defineKind, type Kinds } from './kind.ts';
import { attributes } from './shape.ts';

interface Queue {
  name: string;
  fifoQueue?: boolean;
  contentBasedDeduplication?: boolean;
  visibilityTimeoutSeconds?: number;
  messageRetentionSeconds?: number;
  delaySeconds?: number;
  receiveWaitTimeSeconds?: number;
  maxMessageSize?: number;
  redrivePolicy?: unknown;
  redriveAllowPolicy?: unknown;
  policy?: unknown;
  deduplicationScope?: string;
  fifoThroughputLimit?: string;
  tags?: Record<string, string>;
}

const settings = (queue: Queue) =>
  attributes({
    VisibilityTimeout: queue.visibilityTimeoutSeconds,
    MessageRetentionPeriod: queue.messageRetentionSeconds,
    DelaySeconds: queue.delaySeconds,
    ReceiveMessageWaitTimeSeconds: queue.receiveWaitTimeSeconds,
    MaximumMessageSize: queue.maxMessageSize,
    RedrivePolicy: queue.redrivePolicy,
    RedriveAllowPolicy: queue.redriveAllowPolicy,
    Policy: queue.policy,
    ...(queue.fifoQueue
      ? {
          FifoQueue: 'true',
          ContentBasedDeduplication: queue.contentBasedDeduplication,
          DeduplicationScope: queue.deduplicationScope,
          FifoThroughputLimit: queue.fifoThroughputLimit,
        }
      : {}),
  });

/** AWS's defaults, which are set when an attribute is no longer declared. */
const DEFAULTS: Record<string, string> = {
  VisibilityTimeout: '30',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  MaximumMessageSize: '262144',
  RedrivePolicy: '',
  RedriveAllowPolicy: '',
  Policy: '',
};

/** A queue's URL by the engine's own address: engines answer with host names that not every machine resolves. */
const urlHere = (name: string, { endpoint, account }: Aws): string => `${endpoint}/${account}/${name}`;

const nameIn = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** The URL on this engine; a saved one may be of the same queue at an earlier port. */
const urlOf = (url: string, aws: Aws): string => urlHere(nameIn(url), aws);

const outputsOf = (name: string, aws: Aws) => ({
  url: urlHere(name, aws),
  arn: `arn:aws:sqs:${aws.region}:${aws.account}:${name}`,
});

const queue = defineKind<Queue>({
  inputs: [
    'name',
    'fifoQueue',
    'contentBasedDeduplication',
    'visibilityTimeoutSeconds',
    'messageRetentionSeconds',
    'delaySeconds',
    'receiveWaitTimeSeconds',
    'maxMessageSize',
    'redrivePolicy',
    'redriveAllowPolicy',
    'policy',
    'deduplicationScope',
    'fifoThroughputLimit',
  ],
  noEffect: ['tags', 'sqsManagedSseEnabled', 'kmsMasterKeyId', 'kmsDataKeyReusePeriodSeconds'],
  name: { property: 'name', max: 80, suffix: ({ fifoQueue }) => (fifoQueue ? '.fifo' : '') },
  replaceOn: ['name', 'fifoQueue'],
  async create(inputs, { aws }) {
    await (await aws.sqs()).createQueue({
      QueueName: inputs.name,
      Attributes: settings(inputs),
      tags: inputs.tags,
    });
    return { id: urlHere(inputs.name, aws), outputs: outputsOf(inputs.name, aws) };
  },
  find: async ({ name }, { aws }) => [{ id: urlHere(name, aws) }],
  async update(inputs, old, { aws }) {
    const now = settings(inputs);
    const dropped = Object.keys(settings(old.inputs)).filter(
      (name) => now[name] === undefined && name in DEFAULTS,
    );
    const Attributes = { ...Object.fromEntries(dropped.map((name) => [name, DEFAULTS[name]!])), ...now };
    await (await aws.sqs()).setQueueAttributes({ QueueUrl: urlOf(old.id, aws), Attributes });
    return {};
  },
  delete: async ({ id }, { aws }) => (await aws.sqs()).deleteQueue({ QueueUrl: urlOf(id, aws) }),
  async read(id, { aws }) {
    await (await aws.sqs()).getQueueAttributes({ QueueUrl: urlOf(id, aws), AttributeNames: ['QueueArn'] });
    return { name: nameIn(id), ...outputsOf(nameIn(id), aws) };
  },
});

interface Part {
  queueUrl: string;
  value: unknown;
}

/** One attribute of a queue that Pulumi makes a resource of its own. */
const attributeOf = (attribute: string, property: string) => {
  const set = async (queueUrl: string, value: unknown, aws: Aws) =>
    (await aws.sqs()).setQueueAttributes({
      QueueUrl: urlOf(queueUrl, aws),
      Attributes: { [attribute]: attributes({ value }).value ?? '' },
    });
  return defineKind<Part & Record<string, unknown>>({
    inputs: ['queueUrl', property],
    replaceOn: ['queueUrl'],
    identity: ({ queueUrl }) => queueUrl,
    container: { type: 'aws:sqs/queue:Queue', id: ({ queueUrl }) => queueUrl },
    async create(inputs, { aws }) {
      await set(inputs.queueUrl, inputs[property], aws);
      return { id: inputs.queueUrl };
    },
    find: async ({ queueUrl }) => [{ id: queueUrl }],
    async update(inputs, _old, { aws }) {
      await set(inputs.queueUrl, inputs[property], aws);
      return {};
    },
    delete: ({ id }, { aws }) => set(id, undefined, aws),
  });
};

export const kinds: Kinds = {
  'aws:sqs/queue:Queue': queue,
  'aws:sqs/queuePolicy:QueuePolicy': attributeOf('Policy', 'policy'),
  'aws:sqs/redrivePolicy:RedrivePolicy': attributeOf('RedrivePolicy', 'redrivePolicy'),
  'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy': attributeOf('RedriveAllowPolicy', 'redriveAllowPolicy'),
};
