import type { Resource } from '@serverless-orders/localstack';
import type { Rule } from './rule.ts';
import { allOf, isOf, lastOf, TYPE } from './types.ts';

/** One metric that some alarm watches. */
interface Watched {
  name: string;
  dimensions: Record<string, string>;
  alarm: Resource;
}

interface Query {
  metric?: { metricName: string; dimensions?: Record<string, string> };
}

/** Every metric that alarms watch, by itself or within an expression. */
export const watched = (all: Resource[]): Watched[] =>
  allOf(all, TYPE.alarm).flatMap((alarm) => {
    const { metricName, dimensions = {}, metricQueries = [] } = alarm.inputs as Record<string, unknown>;
    const within = (metricQueries as Query[]).flatMap(({ metric }) => metric ?? []);
    return [...(metricName ? [{ metricName: String(metricName), dimensions }] : []), ...within].map(
      (one) => ({
        name: one.metricName,
        dimensions: (one.dimensions ?? {}) as Record<string, string>,
        alarm,
      }),
    );
  });

/** Metrics of which no alarm is, that has this dimension. */
const unwatched = (all: Resource[], dimension: string, value: unknown, metrics: string[]): string[] =>
  metrics
    .filter(
      (metric) =>
        !watched(all).some(({ name, dimensions }) => name === metric && dimensions[dimension] === value),
    )
    .map((metric) => `has no alarm on ${metric}`);

/** Queues that somebody empties: a function. */
const consumed = (all: Resource[]) =>
  new Set(allOf(all, TYPE.mapping).map(({ inputs }) => lastOf(inputs.eventSourceArn)));

const isStream = (arn: unknown) => /:dynamodb:.*\/stream\//.test(String(arn));

/** Functions that EventBridge calls by the clock. */
const scheduled = (all: Resource[]) =>
  new Set(allOf(all, TYPE.schedule).map(({ inputs }) => lastOf(inputs.arn)));

/** INSUFFICIENT_DATA is where missing data leads, and where every alarm begins: only what goes back there tells it. */
const ringsOnSilence = ({ inputs }: Resource): boolean =>
  inputs.treatMissingData === 'missing' && ((inputs.insufficientDataActions ?? []) as unknown[]).length > 0;

export const ALARM_RULES: Rule[] = [
  {
    name: 'a queue that people empty rings as soon as something waits on it',
    because: 'nobody looks at an empty queue',
    remedy: 'declare it by operatorQueue()',
    about: (resource, all) => isOf(TYPE.queue)(resource) && !consumed(all).has(String(resource.inputs.name)),
    wrong: ({ inputs }, all) =>
      unwatched(all, 'QueueName', inputs.name, ['ApproximateNumberOfMessagesVisible']),
  },
  {
    name: 'a queue that a function empties rings when it is not emptied',
    because: 'a consumer that is stuck fails in nothing that is counted',
    remedy: 'declare it by Service.consumer(): stacks/alarms/definitions.ts has an alarm for each',
    about: (resource, all) => isOf(TYPE.queue)(resource) && consumed(all).has(String(resource.inputs.name)),
    wrong: ({ inputs }, all) => unwatched(all, 'QueueName', inputs.name, ['ApproximateAgeOfOldestMessage']),
  },
  {
    name: 'what reads a stream rings when it falls behind',
    because: 'events come late, and after a day not at all',
    remedy: 'declare the service with publishes: true',
    about: ({ type, inputs }) => type === TYPE.mapping && isStream(inputs.eventSourceArn),
    wrong: ({ inputs }, all) => unwatched(all, 'FunctionName', lastOf(inputs.functionName), ['IteratorAge']),
  },
  {
    name: 'a function rings when it fails or is throttled',
    because: 'what runs by itself fails for nobody to see',
    remedy: 'declare it by Service.function(): stacks/alarms/definitions.ts takes all of a service together',
    about: isOf(TYPE.function),
    wrong: ({ inputs }, all) => unwatched(all, 'FunctionName', inputs.name, ['Errors', 'Throttles']),
  },
  {
    name: 'a state machine rings at each way to end badly',
    because: 'an order would wait for ever',
    remedy: 'declare it in stacks/saga.ts',
    about: isOf(TYPE.machine),
    wrong: ({ outputs }, all) =>
      unwatched(all, 'StateMachineArn', outputs.arn, [
        'ExecutionsFailed',
        'ExecutionsTimedOut',
        'ExecutionsAborted',
      ]),
  },
  {
    name: 'an API rings when it fails and when it is slow',
    because: 'customers would be the first to tell',
    remedy: 'see ofApi in stacks/alarms/definitions.ts',
    about: isOf(TYPE.api),
    wrong: ({ inputs }, all) => unwatched(all, 'ApiName', inputs.name, ['5XXError', 'Latency']),
  },
  {
    name: 'what is called by the clock rings when it is not called any more',
    because: 'silence looks like all is well',
    remedy: 'declare it by goesSilent() of stacks/alarms/everywhere.ts',
    about: (resource, all) =>
      isOf(TYPE.function)(resource) && scheduled(all).has(String(resource.inputs.name)),
    wrong: ({ inputs }, all) =>
      watched(all).some(
        ({ name, dimensions, alarm }) =>
          name === 'Invocations' && dimensions.FunctionName === inputs.name && ringsOnSilence(alarm),
      )
        ? []
        : ['has no alarm on its silence'],
  },
];
