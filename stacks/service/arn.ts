/// <reference path="../../.sst/platform/config.d.ts" />

/** The account that the stage is deployed to. */
export const accountId = (): $util.Output<string> => aws.getCallerIdentityOutput().accountId;

/**
 * The address of something of this account by its name: what points to it has not to wait until it is deployed, and can
 * be deployed without it.
 *
 * @example arnOf('lambda', `function:${nameIn('payments', 'inspect-charge')}`)
 */
export const arnOf = (service: string, what: string): $util.Output<string> =>
  $interpolate`arn:aws:${service}:${aws.getRegionOutput().name}:${accountId()}:${what}`;
