import { POLICY_ARGUMENTS, policyDocument } from './policy-document.ts';
import { awsSettings } from './provider-settings.ts';
import type { Aws } from './providers/aws.ts';
import type { Properties } from './values.ts';

interface DataSource {
  /** The supported arguments. Any other stops the deployment, so that none is silently ignored. */
  readonly arguments: readonly string[];
  answer(args: Properties, aws: Aws): Properties;
}

const SOURCES: Record<string, DataSource> = {
  'aws:index/getCallerIdentity:getCallerIdentity': {
    arguments: [],
    answer: (_args, { account }) => ({
      id: account,
      accountId: account,
      arn: `arn:aws:iam::${account}:root`,
      userId: account,
    }),
  },
  'aws:index/getRegion:getRegion': {
    arguments: ['region', 'name'],
    answer(args, aws) {
      const region = awsSettings({ region: args.region ?? args.name }).region ?? aws.region;
      return {
        id: region,
        name: region,
        region,
        description: region,
        endpoint: `ec2.${region}.amazonaws.com`,
      };
    },
  },
  'aws:index/getPartition:getPartition': {
    arguments: [],
    answer: () => ({
      id: 'aws',
      partition: 'aws',
      dnsSuffix: 'amazonaws.com',
      reverseDnsPrefix: 'com.amazonaws',
    }),
  },
  'aws:iam/getPolicyDocument:getPolicyDocument': { arguments: POLICY_ARGUMENTS, answer: policyDocument },
};

/**
 * Answers a data source (`aws.getRegion()` and the like).
 *
 * @throws Error naming an unknown data source or an argument that is not supported.
 */
export async function dataSource(token: string, args: Properties, aws: Aws): Promise<Properties> {
  const source = SOURCES[token];
  if (!source) throw new Error(`the data source ${token} is not supported on a local stage`);
  const foreign = Object.entries(args)
    .filter(([name, value]) => !source.arguments.includes(name) && value !== undefined && value !== null)
    .map(([name]) => name);
  if (foreign.length > 0) {
    throw new Error(`the data source ${token} is known here, but not its argument ${foreign.join(', ')}`);
  }
  return source.answer(args, aws);
}
