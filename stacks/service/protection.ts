/// <reference path="../../.sst/platform/config.d.ts" />
import { isLocalStage } from '../../packages/stages/stage.ts';
import { settings } from '../stage-settings.ts';
import { refusesPlainText } from './trust.ts';

/** Whether the stage is one in AWS: what AWS alone does is left out of local stages, where it would only take time. */
export const isInAws = (): boolean => !isLocalStage($app.stage);

/** Whether the stage's data would be missed. */
export const keepsData = (): boolean => settings().KEEPS_DATA === 'yes';

/**
 * Encrypts a topic at rest with SNS's own key of the account, which every principal of the account may use through SNS; services of
 * AWS that publish, such as alarms, may not
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services).
 */
export const encryptedTopic = { kmsMasterKeyId: 'alias/aws/sns' };

/** Encrypts a queue at rest with a key of SQS's own, which costs nothing and asks nobody for permission. */
export const encryptedQueue = { sqsManagedSseEnabled: true };

/** Has a queue that nothing but functions sends to refuse what does not come by TLS. */
export function byTlsOnly(id: string, queue: sst.aws.Queue): void {
  if (!isInAws()) return;
  new aws.sqs.QueuePolicy(`${id}Policy`, {
    queueUrl: queue.url,
    policy: refusesPlainText('sqs:*', queue.arn),
  });
}

/** The same of a topic that nothing but functions publishes to. */
export function publishedByTlsOnly(id: string, topic: sst.aws.SnsTopic): void {
  if (!isInAws()) return;
  new aws.sns.TopicPolicy(`${id}Policy`, {
    arn: topic.arn,
    // The only action about delivery that the policy of a topic knows.
    policy: refusesPlainText('sns:Publish', topic.arn),
  });
}
