import { defineKind, type Kinds } from './kind.ts';

interface LogGroup {
  name: string;
  retentionInDays?: number;
  tags?: Record<string, string>;
}

const logGroup = defineKind<LogGroup>({
  inputs: ['name', 'retentionInDays'],
  only: { deletionProtectionEnabled: [false], logGroupClass: ['STANDARD', 'INFREQUENT_ACCESS'] },
  noEffect: ['tags', 'skipDestroy', 'kmsKeyId'],
  name: { property: 'name', max: 512 },
  replaceOn: ['name'],
  async create({ name: logGroupName, retentionInDays, tags }, { aws }) {
    const logs = await aws.logs();
    try {
      await logs.createLogGroup({ logGroupName, tags });
    } catch (error) {
      // A function that ran before its group was declared has made one.
      if (!(error instanceof Error) || error.name !== 'ResourceAlreadyExistsException') throw error;
    }
    if (retentionInDays) await logs.putRetentionPolicy({ logGroupName, retentionInDays });
    const arn = `arn:aws:logs:${aws.region}:${aws.account}:log-group:${logGroupName}`;
    return { id: logGroupName, outputs: { arn } };
  },
  find: async ({ name }) => [{ id: name }],
  async update({ retentionInDays }, { id: logGroupName }, { aws }) {
    const logs = await aws.logs();
    if (retentionInDays) await logs.putRetentionPolicy({ logGroupName, retentionInDays });
    else await logs.deleteRetentionPolicy({ logGroupName });
    return {};
  },
  delete: async ({ id }, { aws }) => (await aws.logs()).deleteLogGroup({ logGroupName: id }),
  async read(id, { aws }) {
    const { logGroups = [] } = await (await aws.logs()).describeLogGroups({ logGroupNamePrefix: id });
    if (!logGroups.some(({ logGroupName }) => logGroupName === id))
      throw new Error(`there is no log group ${id}`);
    return { name: id, arn: `arn:aws:logs:${aws.region}:${aws.account}:log-group:${id}` };
  },
});

interface SubscriptionFilter {
  name: string;
  logGroup: string;
  destinationArn: string;
  filterPattern: string;
  roleArn?: string;
}

const subscriptionFilter = defineKind<SubscriptionFilter>({
  inputs: ['name', 'logGroup', 'destinationArn', 'filterPattern', 'roleArn'],
  noEffect: ['distribution'],
  name: { property: 'name', max: 512 },
  replaceOn: ['name', 'logGroup', 'destinationArn'],
  identity: ({ logGroup: group, name }) => `${group}/${name}`,
  container: { type: 'aws:cloudwatch/logGroup:LogGroup', id: ({ logGroup: group }) => group },
  async create(inputs, { aws }) {
    await (await aws.logs()).putSubscriptionFilter({
      logGroupName: inputs.logGroup,
      filterName: inputs.name,
      filterPattern: inputs.filterPattern,
      destinationArn: inputs.destinationArn,
      roleArn: inputs.roleArn,
    });
    return { id: `${inputs.logGroup}/${inputs.name}` };
  },
  find: async (inputs) => [{ id: `${inputs.logGroup}/${inputs.name}` }],
  async update(inputs, _old, context) {
    await subscriptionFilter.create(inputs, context);
    return {};
  },
  delete: async ({ inputs }, { aws }) =>
    (await aws.logs()).deleteSubscriptionFilter({ logGroupName: inputs.logGroup, filterName: inputs.name }),
});

export const kinds: Kinds = {
  'aws:cloudwatch/logGroup:LogGroup': logGroup,
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': subscriptionFilter,
};
