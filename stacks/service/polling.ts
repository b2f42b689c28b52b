/// <reference path="../../.sst/platform/config.d.ts" />

type InlinePolicies = aws.iam.RoleArgs['inlinePolicies'];

interface Statement {
  Action: string | string[];
}

/**
 * What sst grants to whoever a queue invokes, beside what Lambda's poller needs: AWS's own policy for it,
 * AWSLambdaSQSQueueExecutionRole, has neither (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
 */
const NOT_POLLED_WITH = ['sqs:ChangeMessageVisibility', 'sqs:GetQueueUrl'];

/** Whether a statement is sst's: no function of the shop asks for a queue's address. */
const isSubscribers = (actions: string[]): boolean =>
  NOT_POLLED_WITH.every((action) => actions.includes(action));

/** A role's policies without what Lambda does not need to poll a queue. */
export const pollingOnly = (policies: InlinePolicies): InlinePolicies =>
  $util
    .output(policies)
    .apply((all = []) =>
      all.map(({ policy, ...rest }) => ({ ...rest, ...(policy && { policy: withoutUnused(policy) }) })),
    );

function withoutUnused(policy: string): string {
  const { Statement, ...document } = JSON.parse(policy) as { Statement: Statement | Statement[] };
  return JSON.stringify({
    ...document,
    Statement: [Statement].flat().map((statement) => {
      const actions = [statement.Action].flat();
      if (!isSubscribers(actions)) return statement;
      return { ...statement, Action: actions.filter((action) => !NOT_POLLED_WITH.includes(action)) };
    }),
  });
}
