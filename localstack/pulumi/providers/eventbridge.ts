import { defineKind, type Kind, type Kinds } from './kind.ts';
import { pascal, tagList, text } from './shape.ts';

interface Bus {
  name: string;
  description?: string;
  tags?: Record<string, string>;
}

const eventBus = defineKind<Bus>({
  inputs: ['name', 'description', 'tags'],
  noEffect: ['logConfig', 'kmsKeyIdentifier'],
  name: { property: 'name', max: 256 },
  async create({ name, description, tags }, { aws }) {
    const { EventBusArn } = await (await aws.eventBridge()).createEventBus({
      Name: name,
      Description: description,
      Tags: tagList(tags),
    });
    return { id: name, outputs: { arn: EventBusArn } };
  },
  find: async ({ name }) => [{ id: name }],
  delete: async ({ id }, { aws }) => (await aws.eventBridge()).deleteEventBus({ Name: id }),
});

interface Rule {
  name: string;
  description?: string;
  eventBusName?: string;
  eventPattern?: unknown;
  scheduleExpression?: string;
  state?: string;
  roleArn?: string;
  tags?: Record<string, string>;
}

const eventRule: Kind<Rule> = defineKind<Rule>({
  inputs: ['name', 'description', 'eventBusName', 'eventPattern', 'scheduleExpression', 'state', 'roleArn'],
  noEffect: ['tags', 'forceDestroy'],
  name: { property: 'name', max: 64 },
  replaceOn: ['name', 'eventBusName'],
  async create(inputs, { aws }) {
    const { RuleArn } = await (await aws.eventBridge()).putRule({
      Name: inputs.name,
      Description: inputs.description,
      EventBusName: inputs.eventBusName,
      EventPattern: text(inputs.eventPattern),
      ScheduleExpression: inputs.scheduleExpression,
      State: (inputs.state ?? 'ENABLED') as 'ENABLED',
      RoleArn: inputs.roleArn,
      Tags: tagList(inputs.tags),
    });
    return { id: inputs.name, outputs: { arn: RuleArn } };
  },
  find: async ({ name }) => [{ id: name }],
  update: async (inputs, _old, context) =>
    (await eventRule.create({ ...inputs, tags: undefined }, context)).outputs,
  async delete({ id, inputs }, { aws }) {
    const eventBridge = await aws.eventBridge();
    const { Targets = [] } = await eventBridge.listTargetsByRule({
      Rule: id,
      EventBusName: inputs.eventBusName,
    });
    const Ids = Targets.map(({ Id = '' }) => Id);
    if (Ids.length > 0) await eventBridge.removeTargets({ Rule: id, EventBusName: inputs.eventBusName, Ids });
    await eventBridge.deleteRule({ Name: id, EventBusName: inputs.eventBusName });
  },
});

interface Target {
  rule: string;
  targetId: string;
  arn: string;
  eventBusName?: string;
  input?: string;
  inputPath?: string;
  inputTransformer?: { inputPaths?: Record<string, string>; inputTemplate: string };
  roleArn?: string;
  deadLetterConfig?: { arn?: string };
  retryPolicy?: { maximumEventAgeInSeconds?: number; maximumRetryAttempts?: number };
  sqsTarget?: { messageGroupId?: string };
}

const eventTarget = defineKind<Target>({
  inputs: [
    'rule',
    'targetId',
    'arn',
    'eventBusName',
    'input',
    'inputPath',
    'inputTransformer',
    'roleArn',
    'deadLetterConfig',
    'retryPolicy',
    'sqsTarget',
  ],
  noEffect: ['forceDestroy'],
  name: { property: 'targetId', max: 64 },
  replaceOn: ['rule', 'targetId', 'eventBusName'],
  identity: ({ eventBusName = '', rule, targetId }) => `${eventBusName}/${rule}/${targetId}`,
  container: { type: 'aws:cloudwatch/eventRule:EventRule', id: ({ rule }) => rule },
  async create(inputs, { aws }) {
    const transformer = inputs.inputTransformer;
    const { FailedEntries = [] } = await (await aws.eventBridge()).putTargets({
      Rule: inputs.rule,
      EventBusName: inputs.eventBusName,
      Targets: [
        {
          Id: inputs.targetId,
          Arn: inputs.arn,
          Input: inputs.input,
          InputPath: inputs.inputPath,
          InputTransformer: transformer && {
            InputPathsMap: transformer.inputPaths,
            InputTemplate: transformer.inputTemplate,
          },
          RoleArn: inputs.roleArn,
          DeadLetterConfig: inputs.deadLetterConfig && pascal<object>(inputs.deadLetterConfig),
          RetryPolicy: inputs.retryPolicy && pascal<object>(inputs.retryPolicy),
          SqsParameters: inputs.sqsTarget && pascal<object>(inputs.sqsTarget),
        },
      ],
    });
    if (FailedEntries[0]) throw new Error(`${FailedEntries[0].ErrorCode}: ${FailedEntries[0].ErrorMessage}`);
    return { id: `${inputs.rule}-${inputs.targetId}` };
  },
  find: async ({ rule, targetId }) => [{ id: `${rule}-${targetId}` }],
  async update(inputs, _old, context) {
    await eventTarget.create(inputs, context);
    return {};
  },
  delete: async ({ inputs }, { aws }) =>
    (await aws.eventBridge()).removeTargets({
      Rule: inputs.rule,
      EventBusName: inputs.eventBusName,
      Ids: [inputs.targetId],
    }),
});

export const kinds: Kinds = {
  'aws:cloudwatch/eventBus:EventBus': eventBus,
  'aws:cloudwatch/eventRule:EventRule': eventRule,
  'aws:cloudwatch/eventTarget:EventTarget': eventTarget,
};
