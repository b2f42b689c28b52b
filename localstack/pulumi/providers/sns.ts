import { defineKind, type Kinds } from './kind.ts';
import { attributes, tagList } from './shape.ts';

interface Topic {
  name: string;
  displayName?: string;
  fifoTopic?: boolean;
  contentBasedDeduplication?: boolean;
  deliveryPolicy?: unknown;
  policy?: unknown;
  tracingConfig?: string;
  tags?: Record<string, string>;
}

const topicAttributes = (topic: Topic) =>
  attributes({
    DisplayName: topic.displayName,
    DeliveryPolicy: topic.deliveryPolicy,
    Policy: topic.policy,
    TracingConfig: topic.tracingConfig,
    ...(topic.fifoTopic
      ? { FifoTopic: 'true', ContentBasedDeduplication: topic.contentBasedDeduplication }
      : {}),
  });

const topic = defineKind<Topic>({
  inputs: [
    'name',
    'displayName',
    'fifoTopic',
    'contentBasedDeduplication',
    'deliveryPolicy',
    'policy',
    'tracingConfig',
  ],
  noEffect: ['tags', 'kmsMasterKeyId', 'signatureVersion'],
  name: { property: 'name', max: 256, suffix: ({ fifoTopic }) => (fifoTopic ? '.fifo' : '') },
  replaceOn: ['name', 'fifoTopic'],
  async create(inputs, { aws }) {
    const Attributes = topicAttributes(inputs);
    const { TopicArn = '' } = await (await aws.sns()).createTopic({
      Name: inputs.name,
      Attributes,
      Tags: tagList(inputs.tags),
    });
    return { id: TopicArn, outputs: { arn: TopicArn, owner: aws.account } };
  },
  find: async ({ name }, { aws }) => [{ id: `arn:aws:sns:${aws.region}:${aws.account}:${name}` }],
  async update(inputs, old, { aws }) {
    const sns = await aws.sns();
    const now = topicAttributes(inputs);
    const names = new Set([...Object.keys(now), ...Object.keys(topicAttributes(old.inputs))]);
    for (const AttributeName of names) {
      await sns.setTopicAttributes({
        TopicArn: old.id,
        AttributeName,
        AttributeValue: now[AttributeName] ?? '',
      });
    }
    return {};
  },
  delete: async ({ id }, { aws }) => (await aws.sns()).deleteTopic({ TopicArn: id }),
  async read(id, { aws }) {
    await (await aws.sns()).getTopicAttributes({ TopicArn: id });
    return { arn: id, name: id.slice(id.lastIndexOf(':') + 1) };
  },
});

interface TopicPolicy {
  arn: string;
  policy: unknown;
}

const topicPolicy = defineKind<TopicPolicy>({
  inputs: ['arn', 'policy'],
  replaceOn: ['arn'],
  identity: ({ arn }) => arn,
  container: { type: 'aws:sns/topic:Topic', id: ({ arn }) => arn },
  async create({ arn, policy }, { aws }) {
    const { Policy = '' } = attributes({ Policy: policy });
    await (await aws.sns()).setTopicAttributes({
      TopicArn: arn,
      AttributeName: 'Policy',
      AttributeValue: Policy,
    });
    return { id: arn, outputs: { owner: aws.account } };
  },
  find: async ({ arn }) => [{ id: arn }],
  async update(inputs, _old, context) {
    await topicPolicy.create(inputs, context);
    return {};
  },
});

interface Subscription {
  topic: string;
  protocol: string;
  endpoint: string;
  filterPolicy?: unknown;
  filterPolicyScope?: string;
  rawMessageDelivery?: boolean;
  redrivePolicy?: unknown;
  deliveryPolicy?: unknown;
  subscriptionRoleArn?: string;
}

const subscriptionAttributes = (subscription: Subscription) =>
  attributes({
    // The scope comes first: a filter policy is checked against it.
    FilterPolicyScope: subscription.filterPolicyScope,
    FilterPolicy: subscription.filterPolicy,
    RawMessageDelivery: subscription.rawMessageDelivery,
    RedrivePolicy: subscription.redrivePolicy,
    DeliveryPolicy: subscription.deliveryPolicy,
    SubscriptionRoleArn: subscription.subscriptionRoleArn,
  });

/** Email and HTTP endpoints confirm a subscription by a link; the provider does not wait for that (topic_subscription.go). */
function confirmation(protocol: string) {
  const pendingConfirmation = /^(email|http)/.test(protocol);
  return { pendingConfirmation, confirmationWasAuthenticated: !pendingConfirmation };
}

const UNSET: Record<string, string> = { FilterPolicyScope: 'MessageAttributes', RawMessageDelivery: 'false' };

const subscription = defineKind<Subscription>({
  inputs: [
    'topic',
    'protocol',
    'endpoint',
    'filterPolicy',
    'filterPolicyScope',
    'rawMessageDelivery',
    'redrivePolicy',
    'deliveryPolicy',
    'subscriptionRoleArn',
  ],
  noEffect: ['confirmationTimeoutInMinutes', 'endpointAutoConfirms'],
  replaceOn: ['topic', 'protocol', 'endpoint'],
  identity: ({ topic, protocol, endpoint }) => `${topic}|${protocol}|${endpoint}`,
  // It is deleted by a call of its own: AWS keeps the subscriptions of a deleted topic for two days.
  async create(inputs, { aws }) {
    const { topic: TopicArn, protocol: Protocol, endpoint: Endpoint } = inputs;
    const Attributes = subscriptionAttributes(inputs);
    const { SubscriptionArn = '' } = await (await aws.sns()).subscribe({
      TopicArn,
      Protocol,
      Endpoint,
      Attributes,
      ReturnSubscriptionArn: true,
    });
    return {
      id: SubscriptionArn,
      outputs: { arn: SubscriptionArn, ownerId: aws.account, ...confirmation(Protocol) },
    };
  },
  async find({ topic: TopicArn, protocol, endpoint }, { aws }) {
    const { Subscriptions = [] } = await (await aws.sns()).listSubscriptionsByTopic({ TopicArn });
    return Subscriptions.filter((one) => one.Protocol === protocol && one.Endpoint === endpoint).map(
      (one) => ({
        id: one.SubscriptionArn ?? '',
      }),
    );
  },
  async update(inputs, old, { aws }) {
    const sns = await aws.sns();
    const now = subscriptionAttributes(inputs);
    const names = new Set([...Object.keys(now), ...Object.keys(subscriptionAttributes(old.inputs))]);
    for (const AttributeName of names) {
      const AttributeValue = now[AttributeName] ?? UNSET[AttributeName] ?? '';
      await sns.setSubscriptionAttributes({ SubscriptionArn: old.id, AttributeName, AttributeValue });
    }
    return {};
  },
  delete: async ({ id }, { aws }) => (await aws.sns()).unsubscribe({ SubscriptionArn: id }),
});

export const kinds: Kinds = {
  'aws:sns/topic:Topic': topic,
  'aws:sns/topicPolicy:TopicPolicy': topicPolicy,
  'aws:sns/topicSubscription:TopicSubscription': subscription,
};
