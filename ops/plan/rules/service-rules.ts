import type { Resource } from '@serverless-orders/localstack';
import type { Rule } from './rule.ts';

const SUBSCRIPTION = 'aws:sns/topicSubscription:TopicSubscription';

const isQueue = (arn: unknown) => String(arn).startsWith('arn:aws:sqs:');

/** A resource of a type by its address. */
const byArn = (all: Resource[], type: string, arn: unknown) =>
  all.find(({ type: one, outputs }) => one === type && outputs.arn === arn);

/** The function of an event source mapping, which names it by its name or its address. */
const functionOf = (all: Resource[], name: unknown) =>
  all.find(
    ({ type, outputs }) =>
      type === 'aws:lambda/function:Function' && [outputs.name, outputs.arn].includes(name as string),
  );

/** How many executions of consumers of queues there can be at once in the whole stage. */
export const consumersAtOnce = (all: Resource[]): number =>
  all
    .filter((resource) => CONSUMERS.about(resource, all))
    .map(({ inputs }) => (inputs.scalingConfig as { maximumConcurrency?: number })?.maximumConcurrency ?? 0)
    .reduce((sum, one) => sum + one, 0);

const CONSUMERS: Rule = {
  name: 'a consumer of a queue is bounded, and has the time and the attempts that AWS asks for',
  because: 'a backlog takes all that the account may run at once, or a batch is received twice at once',
  remedy: 'declare it by Service.consumer()',
  about: ({ type, inputs }) =>
    type === 'aws:lambda/eventSourceMapping:EventSourceMapping' && isQueue(inputs.eventSourceArn),
  wrong: ({ inputs }, all) => {
    const queue = byArn(all, 'aws:sqs/queue:Queue', inputs.eventSourceArn)?.inputs ?? {};
    const { maximumConcurrency = 0 } = (inputs.scalingConfig ?? {}) as { maximumConcurrency?: number };
    const timeout = Number(functionOf(all, inputs.functionName)?.inputs.timeout);
    const least = 6 * timeout + Number(inputs.maximumBatchingWindowInSeconds ?? 0);
    const { maxReceiveCount = 0 } = JSON.parse(String(queue.redrivePolicy ?? '{}'));
    return [
      ...(maximumConcurrency >= 2 && maximumConcurrency <= 1_000 ? [] : ['runs as often at once as it can']),
      ...(Number(queue.visibilityTimeoutSeconds) >= least ? [] : [`hides messages for less than ${least} s`]),
      ...(maxReceiveCount >= 5 ? [] : ['gives up on a message before it has tried five times']),
    ];
  },
};

export const SERVICE_RULES: Rule[] = [
  {
    name: 'an alarm tells somebody when it begins and when it is over',
    because: 'it rings and nobody hears it',
    remedy:
      'give it alarmActions() of stacks/service/alarm-topic.ts, and say in the file of the stage who hears them',
    about: ({ type }) => type === 'aws:cloudwatch/metricAlarm:MetricAlarm',
    wrong: ({ inputs }, all) => {
      const isHeard = (arn: unknown) =>
        all.some(({ type, inputs: { topic } }) => type === SUBSCRIPTION && topic === arn);
      const silence = inputs.treatMissingData === 'missing' ? ['insufficientDataActions'] : [];
      return ['alarmActions', 'okActions', ...silence].flatMap((name) => {
        const actions = (inputs[name] ?? []) as unknown[];
        if (actions.length === 0) return [`has no ${name}`];
        return actions.every(isHeard) ? [] : [`has ${name} to which nobody is subscribed`];
      });
    },
  },
  CONSUMERS,
  {
    name: 'an alarm does not ring on a new stage',
    because: 'whoever is woken up for nothing sleeps on at the next one',
    remedy: 'have missing data be missing, and give the alarm insufficientDataActions',
    about: ({ type }) => type === 'aws:cloudwatch/metricAlarm:MetricAlarm',
    wrong: ({ inputs }) =>
      inputs.treatMissingData === 'breaching' ? ['takes what is missing for breaching'] : [],
  },
];
