import type { Resource } from '@serverless-orders/localstack';

/** A resource as the state of a production deployment has it, as far as a rule looks at it. */
export const resource = (
  type: string,
  inputs: Record<string, unknown>,
  outputs: Record<string, unknown> = {},
): Resource =>
  ({ urn: `urn:pulumi:production::shop::${type}::It`, type, custom: true, inputs, outputs }) as Resource;
