import { defineKind, type Kinds } from './kind.ts';
import { text } from './shape.ts';

interface StateMachine {
  name: string;
  definition: unknown;
  roleArn: string;
  type?: string;
  loggingConfiguration?: { level?: string; includeExecutionData?: boolean; logDestination?: string };
  tracingConfiguration?: { enabled?: boolean };
  tags?: Record<string, string>;
}

const described = ({
  definition,
  roleArn,
  loggingConfiguration: logging,
  tracingConfiguration,
}: StateMachine) => ({
  definition: text(definition) ?? '',
  roleArn,
  loggingConfiguration: logging && {
    level: logging.level as 'ALL' | undefined,
    includeExecutionData: logging.includeExecutionData,
    destinations: logging.logDestination
      ? [{ cloudWatchLogsLogGroup: { logGroupArn: logging.logDestination } }]
      : undefined,
  },
  tracingConfiguration,
});

const stateMachine = defineKind<StateMachine>({
  inputs: ['name', 'definition', 'roleArn', 'type', 'loggingConfiguration', 'tracingConfiguration'],
  noEffect: ['tags', 'encryptionConfiguration'],
  name: { property: 'name', max: 80 },
  replaceOn: ['name', 'type'],
  async create(inputs, { aws }) {
    const { stateMachineArn = '', creationDate } = await (await aws.sfn()).createStateMachine({
      name: inputs.name,
      type: inputs.type as 'STANDARD' | undefined,
      tags: inputs.tags && Object.entries(inputs.tags).map(([key, value]) => ({ key, value })),
      ...described(inputs),
    });
    return {
      id: stateMachineArn,
      outputs: { arn: stateMachineArn, creationDate: creationDate?.toISOString(), status: 'ACTIVE' },
    };
  },
  find: async ({ name }, { aws }) => [
    { id: `arn:aws:states:${aws.region}:${aws.account}:stateMachine:${name}` },
  ],
  async update(inputs, old, { aws }) {
    await (await aws.sfn()).updateStateMachine({ stateMachineArn: old.id, ...described(inputs) });
    return {};
  },
  delete: async ({ id }, { aws }) => (await aws.sfn()).deleteStateMachine({ stateMachineArn: id }),
});

export const kinds: Kinds = { 'aws:sfn/stateMachine:StateMachine': stateMachine };
