/// <reference path="../../.sst/platform/config.d.ts" />
import { isLocalStage } from '../../packages/stages/stage.ts';
import { accountId } from './arn.ts';

type Arn = $util.Input<string>;

/**
 * Who may assume a role: one service of AWS, acting for this account and, where it says for which of its resources it
 * acts, for these. So no other account can make use of the service as a confused deputy (IAM User Guide, "The confused
 * deputy problem"), and nobody of this account can assume the role either. SST's own policy for functions trusts the
 * whole account: it takes the Output that tells whether `sst dev` runs for true.
 *
 * @example new aws.iam.Role('SagaRole', { assumeRolePolicy: trustOnly('states.amazonaws.com', [machineArn]) })
 */
export const trustOnly = (principal: string, sources: Arn[] = []): $util.Output<string> =>
  $jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: principal },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': accountId() },
          ...(sources.length > 0 && { ArnEquals: { 'aws:SourceArn': sources } }),
        },
      },
    ],
  });

interface Delivery {
  /** The service of AWS that delivers. */
  principal: string;
  action: string;
  /** The queue or topic. */
  resource: Arn;
  /** On whose behalf: the topic, the alarms; `*` stands for any name. */
  from: Arn;
}

/** What turns away whoever does not come by TLS (IAM User Guide, "AWS global condition context keys"). */
const plainText = (action: string, resource: Arn) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: action,
  Resource: resource,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** The policy of a queue or a topic that lets nobody in by itself, and turns away what does not come by TLS. */
export const refusesPlainText = (action: string, resource: Arn): $util.Output<string> =>
  $jsonStringify({ Version: '2012-10-17', Statement: [plainText(action, resource)] });

/**
 * The policy of a queue or a topic: one service of AWS may deliver there, and only on behalf of what is named. In AWS it comes by
 * TLS; an engine of this machine has none.
 */
export const deliversOnly = ({ principal, action, resource, from }: Delivery): $util.Output<string> =>
  $jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: principal },
        Action: action,
        Resource: resource,
        Condition: { ArnLike: { 'aws:SourceArn': from } },
      },
      ...(isLocalStage($app.stage)
        ? []
        : [plainText(action.startsWith('sqs:') ? 'sqs:*' : action, resource)]),
    ],
  });
