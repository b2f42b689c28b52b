/// <reference path="../../.sst/platform/config.d.ts" />
import { arnOf } from '../service/arn.ts';
import { nameIn } from '../service/names.ts';
import { deliversOnly } from '../service/trust.ts';

export interface MailFeedback {
  /** What every email is sent under. */
  configurationSet: { name: string; arn: $util.Output<string> };
  /** Where SES publishes bounces and complaints. */
  topic: aws.sns.Topic;
}

/**
 * Has SES tell of emails that bounced or were complained about. The topic is not encrypted at rest, since SES cannot use the key that
 * SNS looks after; what stands in it goes to an encrypted queue at once.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-sns.html
 */
export function mailFeedback(): MailFeedback {
  const name = nameIn('notifications', 'mail');
  const set = new aws.ses.ConfigurationSet('Mail', { name });
  const topic = new aws.sns.Topic('MailFeedback', { name: nameIn('notifications', 'mail-feedback') });
  const arn = arnOf('ses', `configuration-set/${name}`);
  const policy = new aws.sns.TopicPolicy('MailFeedbackPolicy', {
    arn: topic.arn,
    policy: deliversOnly({
      principal: 'ses.amazonaws.com',
      action: 'sns:Publish',
      resource: topic.arn,
      from: arn,
    }),
  });
  new aws.ses.EventDestination(
    'MailFeedbackDestination',
    {
      // By itself it has to be another one only within its set; an engine takes it once.
      name: nameIn('notifications', 'mail-feedback'),
      configurationSetName: set.name,
      enabled: true,
      matchingTypes: ['bounce', 'complaint'],
      snsDestination: { topicArn: topic.arn },
    },
    // SES publishes once, to see whether it may.
    { dependsOn: policy },
  );
  return { configurationSet: { name, arn }, topic };
}
