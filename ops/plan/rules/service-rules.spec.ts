import type { Resource } from '@serverless-orders/localstack';
import { describe, expect, it } from 'vitest';
import { resource } from './made-resource.ts';
import { violations } from './rule.ts';
import { consumersAtOnce, SERVICE_RULES } from './service-rules.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:shop-production-alarms';
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:shop-production-users-clear-user';

const alarm = (inputs: object) => resource('aws:cloudwatch/metricAlarm:MetricAlarm', { ...inputs });
const heard = resource('aws:sns/topicSubscription:TopicSubscription', { topic: TOPIC, protocol: 'email' });

const consumer = ({
  most = 5,
  visible = 70,
  attempts = 5,
  timeout = 10,
  window = 0,
}: Record<string, number> = {}) => [
  resource('aws:lambda/eventSourceMapping:EventSourceMapping', {
    eventSourceArn: QUEUE,
    functionName: 'clear-user',
    maximumBatchingWindowInSeconds: window,
    ...(most && { scalingConfig: { maximumConcurrency: most } }),
  }),
  resource('aws:lambda/function:Function', { timeout }, { name: 'clear-user' }),
  resource(
    'aws:sqs/queue:Queue',
    { visibilityTimeoutSeconds: visible, redrivePolicy: JSON.stringify({ maxReceiveCount: attempts }) },
    { arn: QUEUE },
  ),
];

/** Rule, what is looked at, what is wrong with it. */
const CASES: [rule: number, what: string, resources: Resource[], wrong: string[]][] = [
  [0, 'heard', [alarm({ alarmActions: [TOPIC], okActions: [TOPIC] }), heard], []],
  [0, 'without actions', [alarm({}), heard], ['alarmActions', 'okActions']],
  [
    0,
    'with empty actions',
    [alarm({ alarmActions: [], okActions: [] }), heard],
    ['alarmActions', 'okActions'],
  ],
  [0, 'that is never over', [alarm({ alarmActions: [TOPIC] }), heard], ['okActions']],
  [
    0,
    'that nobody hears',
    [alarm({ alarmActions: [TOPIC], okActions: [TOPIC] })],
    ['alarmActions', 'okActions'],
  ],
  [
    0,
    'on silence, of which nobody hears',
    [alarm({ alarmActions: [TOPIC], okActions: [TOPIC], treatMissingData: 'missing' }), heard],
    ['insufficientDataActions'],
  ],
  [1, 'as it should be', consumer(), []],
  [1, 'unbounded', consumer({ most: 0 }), ['at once']],
  [1, 'alone, which AWS refuses', consumer({ most: 1 }), ['at once']],
  [1, 'quick to receive again', consumer({ visible: 59 }), ['60 s']],
  [1, 'quick to receive again what was waited for', consumer({ window: 20 }), ['80 s']],
  [1, 'slower than its queue', consumer({ timeout: 30 }), ['180 s']],
  [1, 'quick to give up', consumer({ attempts: 3 }), ['gives up']],
  [2, 'on silence', [alarm({ treatMissingData: 'missing' })], []],
  [2, 'that rings on a new stage', [alarm({ treatMissingData: 'breaching' })], ['breaching']],
];

describe('the rules of consumers and alarms', () => {
  it.each(CASES.map(([rule, what, resources, wrong]) => ({ rule, what, resources, wrong })))(
    'rule $rule, $what: $wrong',
    ({ rule, resources, wrong }) => {
      const found = violations(SERVICE_RULES[rule]!, resources);
      expect(found).toHaveLength(wrong.length);
      for (const [index, text] of wrong.entries()) expect(found[index]).toContain(text);
    },
  );

  it('add up what consumers can run at once', () => {
    expect(consumersAtOnce([...consumer({ most: 5 }), ...consumer({ most: 2 }), heard])).toBe(7);
  });
});
