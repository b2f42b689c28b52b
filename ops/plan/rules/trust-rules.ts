import { allowing, namesSource, type Rule, required, type Statement } from './rule.ts';

/** Whom a statement lets in, as `Service: sns.amazonaws.com`. */
const principalsOf = ({ Principal = '*' }: Statement): string[] =>
  typeof Principal === 'string'
    ? [Principal]
    : Object.entries(Principal).flatMap(([kind, names]) => [names].flat().map((name) => `${kind}: ${name}`));

const isService = (principal: string) => /^Service: [a-z0-9.-]+\.amazonaws\.com$/.test(principal);

/** Policies of what others deliver to or call, by type: the property that holds the policy. */
const POLICIES: Record<string, string> = {
  'aws:sqs/queuePolicy:QueuePolicy': 'policy',
  'aws:sqs/queue:Queue': 'policy',
  'aws:sns/topicPolicy:TopicPolicy': 'policy',
  'aws:sns/topic:Topic': 'policy',
  'aws:s3/bucketPolicy:BucketPolicy': 'policy',
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': 'policyDocument',
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy': 'policy',
};

const policyOf = ({ type, inputs }: { type: string; inputs: Record<string, unknown> }) =>
  inputs[POLICIES[type] ?? ''];

export const TRUST_RULES: Rule[] = [
  {
    name: 'a role is assumed by one service of AWS, for this account',
    because: 'whoever else may assume it can do what it can, other customers of the service among them',
    remedy: 'give it trustOnly() of stacks/service/trust.ts',
    about: ({ type, external }) => type === 'aws:iam/role:Role' && !external,
    wrong: ({ inputs }) => {
      const statements = allowing(inputs.assumeRolePolicy);
      return [
        ...statements.flatMap((statement) => [
          ...principalsOf(statement)
            .filter((principal) => !isService(principal))
            .map((principal) => `trusts ${principal}`),
          ...(required(statement, 'aws:SourceAccount').some((account) => /^\d{12}$/.test(account))
            ? []
            : ['lets the service act for any account']),
        ]),
        ...(statements.flatMap(principalsOf).length === 1 ? [] : ['trusts not exactly one']),
      ];
    },
  },
  {
    name: 'a policy of what is delivered to names the source',
    because: 'anybody could deliver there through the same service of AWS',
    remedy: 'give it deliversOnly() of stacks/service/trust.ts',
    about: (resource) => policyOf(resource) !== undefined,
    wrong: (resource) =>
      allowing(policyOf(resource)).flatMap((statement) => {
        const sources = required(statement, 'aws:SourceArn');
        return [
          ...principalsOf(statement)
            .filter((principal) => !isService(principal))
            .map((principal) => `lets ${principal} in`),
          ...(sources.length > 0 && sources.every(namesSource) ? [] : ['lets in what has any source']),
        ];
      }),
  },
  {
    name: "a function's permission names who calls",
    because: 'any API, rule or log of the service could call it',
    remedy: 'name a sourceArn in this account',
    about: ({ type }) => type === 'aws:lambda/permission:Permission',
    wrong: ({ inputs }) => [
      ...(isService(`Service: ${inputs.principal}`) ? [] : [`lets ${inputs.principal} in`]),
      ...(namesSource(String(inputs.sourceArn)) ? [] : ['lets in what has any source']),
    ],
  },
  {
    name: "a queue lets in the topic that it is subscribed to, since AWS asks the queue's policy",
    because: 'events would be lost without a word, while an engine delivers them',
    remedy: 'give the queue deliversOnly() from its topic',
    about: ({ type, inputs }) =>
      type === 'aws:sns/topicSubscription:TopicSubscription' && inputs.protocol === 'sqs',
    wrong: ({ inputs }, all) => {
      const lets = all
        .filter(({ type }) => type === 'aws:sqs/queuePolicy:QueuePolicy')
        .flatMap((policy) => allowing(policyOf(policy)))
        .some(
          (statement) =>
            [statement.Resource].flat().includes(String(inputs.endpoint)) &&
            principalsOf(statement).includes('Service: sns.amazonaws.com') &&
            required(statement, 'aws:SourceArn').includes(String(inputs.topic)),
        );
      return lets ? [] : [`${inputs.endpoint} does not let ${inputs.topic} in`];
    },
  },
  {
    name: 'a stage of an API has a limit for all of its methods',
    because: 'one client could use up what the whole account may serve',
    remedy: 'declare MethodSettings for */*, as stacks/gateway/throttle.ts does',
    about: ({ type }) => type === 'aws:apigateway/stage:Stage',
    wrong: ({ inputs }, all) => {
      const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = (all.find(
        (one) =>
          one.type === 'aws:apigateway/methodSettings:MethodSettings' &&
          one.inputs.restApi === inputs.restApi &&
          one.inputs.stageName === inputs.stageName &&
          one.inputs.methodPath === '*/*',
      )?.inputs.settings ?? {}) as Record<string, unknown>;
      return Number(rate) > 0 && Number(burst) > 0 ? [] : ['takes as many requests as its account'];
    },
  },
];
