/// <reference path="../../.sst/platform/config.d.ts" />
import { arnOf } from './arn.ts';
import { nameIn, pascal } from './names.ts';

/** The term that every line of metrics has, and few others: filters by JSON paths cost more and match no array. */
const LINES = '"_aws"';

/** The function that counts, and whoever else must not be told of what it writes itself. */
const COUNTING = { service: 'telemetry', file: 'count-metrics' };

let allowed: aws.lambda.Permission | undefined;

/**
 * Lets the logs of this stage's functions call the function that counts. Made before any other function, since AWS asks whether
 * it may be called when a filter is made.
 */
export function countLogsBy(counting: sst.aws.Function): void {
  const prefix = `${$app.name}-${$app.stage}-`;
  allowed = new aws.lambda.Permission('CountMetricsPermission', {
    action: 'lambda:InvokeFunction',
    function: counting.name,
    principal: 'logs.amazonaws.com',
    sourceArn: arnOf('logs', `log-group:/aws/lambda/${prefix}*`),
    sourceAccount: aws.getCallerIdentityOutput().accountId,
  });
}

/**
 * Has the lines of metrics in a function's log counted. Not those of the function that counts: what it wrote about what it was
 * told would be told to it, for ever.
 */
export function countLog(service: string, what: string, logGroup: $util.Input<string> | undefined): void {
  if (service === COUNTING.service && what === COUNTING.file) return;
  if (!allowed || logGroup === undefined) return;
  new aws.cloudwatch.LogSubscriptionFilter(
    `${pascal(`${service}-${what}`)}Metrics`,
    {
      name: 'metrics',
      logGroup,
      filterPattern: LINES,
      destinationArn: arnOf('lambda', `function:${nameIn(COUNTING.service, COUNTING.file)}`),
    },
    { dependsOn: allowed },
  );
}
