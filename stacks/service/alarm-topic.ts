/// <reference path="../../.sst/platform/config.d.ts" />
import type { AlarmDefinition } from '../alarms/definition.ts';
import { settings } from '../stage-settings.ts';
import { arnOf } from './arn.ts';
import { deliversOnly } from './trust.ts';

/**
 * Each alarm is OK soon after it is made: nobody wants to hear that, but when one begins and when it is over. Those on silence
 * begin with INSUFFICIENT_DATA, and that they are over is what all say when they are new.
 */
const NEWS = { $or: [{ NewStateValue: ['ALARM', 'INSUFFICIENT_DATA'] }, { OldStateValue: ['ALARM'] }] };

let topic: aws.sns.Topic | undefined;

/** Where the stage's alarms ring: one topic, to which the addresses in ALARM_EMAIL are subscribed, and ALARM_WEBHOOK. */
function alarmTopic(): aws.sns.Topic {
  if (topic) return topic;
  const prefix = `${$app.name}-${$app.stage}-`;
  topic = new aws.sns.Topic('Alarms', { name: `${prefix}alarms` });
  new aws.sns.TopicPolicy('AlarmsPolicy', {
    arn: topic.arn,
    policy: deliversOnly({
      principal: 'cloudwatch.amazonaws.com',
      action: 'sns:Publish',
      resource: topic.arn,
      from: arnOf('cloudwatch', `alarm:${prefix}*`),
    }),
  });
  const { ALARM_EMAIL: emails, ALARM_WEBHOOK: webhook } = settings();
  const hears = (id: string, protocol: 'email' | 'https', endpoint: string) =>
    new aws.sns.TopicSubscription(id, {
      topic: topic!.arn,
      protocol,
      endpoint,
      filterPolicyScope: 'MessageBody',
      filterPolicy: JSON.stringify(NEWS),
    });
  for (const [index, email] of emails.entries()) hears(`AlarmsEmail${index + 1}`, 'email', email);
  if (webhook) hears('AlarmsWebhook', 'https', webhook);
  return topic;
}

/** What an alarm does: it tells when it begins, and when it is over. */
export const alarmActions = ({ onSilence }: Pick<AlarmDefinition, 'onSilence'>) => {
  const { arn } = alarmTopic();
  return { alarmActions: [arn], okActions: [arn], ...(onSilence && { insufficientDataActions: [arn] }) };
};
