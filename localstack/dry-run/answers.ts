import { createHash } from 'node:crypto';
import type { Answer } from '../pulumi/requests.ts';

interface Account {
  readonly region: string;
  readonly account: string;
}

type Input = Record<string, string>;

/** The creation time in all answers. */
const MADE_AT = new Date('2026-01-01');

/** Ten letters and digits in place of an id that AWS would generate: the same ones for the same request. */
const made = (input: Input): string =>
  createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 10);

/** AWS's answers to requests that create something, as far as the resource handlers read them; they read no other answers. */
const answers = ({ region, account }: Account): Record<string, (input: Input) => object> => {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const iam = (rest: string) => `arn:aws:iam::${account}:${rest}`;
  const withId = (input: Input) => ({ id: made(input) });
  const configuration = ({ FunctionName }: Input) => ({
    FunctionName,
    FunctionArn: arn('lambda', `function:${FunctionName}`),
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    CodeSize: 1,
    CodeSha256: 'sha256',
    LastModified: '2026-01-01T00:00:00.000+0000',
  });
  return {
    AttachRolePolicy: () => ({}),
    CreateAlias: ({ FunctionName, Name, FunctionVersion }) => ({
      AliasArn: arn('lambda', `function:${FunctionName}:${Name}`),
      Name,
      FunctionVersion,
    }),
    CreateAuthorizer: withId,
    CreateBasePathMapping: () => ({}),
    CreateDeployment: (input) => ({ ...withId(input), createdDate: MADE_AT }),
    CreateDomainName: (input) => ({
      regionalDomainName: `d-${made(input)}.execute-api.${region}.amazonaws.com`,
      regionalHostedZoneId: 'Z1',
    }),
    CreateEventBus: ({ Name }) => ({ EventBusArn: arn('events', `event-bus/${Name}`) }),
    CreateEventSourceMapping: (input) => ({
      UUID: made(input),
      EventSourceMappingArn: arn('lambda', `event-source-mapping:${made(input)}`),
      FunctionArn: input.FunctionName,
    }),
    CreateFunction: (input) => ({ ...configuration(input), ...(input.Publish && { Version: '1' }) }),
    CreateFunctionUrlConfig: (input) => ({
      FunctionUrl: `https://${made(input)}.lambda-url.${region}.on.aws/`,
      FunctionArn: configuration(input).FunctionArn,
    }),
    CreateModel: withId,
    CreatePolicy: ({ PolicyName, Path = '/' }) => ({
      Policy: { Arn: iam(`policy${Path}${PolicyName}`), PolicyId: 'ANPA' },
    }),
    CreateRequestValidator: withId,
    CreateResource: (input) => ({ id: made(input), path: `/${input.pathPart}` }),
    CreateRestApi: (input) => ({
      id: made(input),
      createdDate: MADE_AT,
      rootResourceId: made({ root: made(input) }),
    }),
    CreateRole: ({ RoleName, Path = '/' }) => ({
      Role: { Arn: iam(`role${Path}${RoleName}`), RoleId: 'AROA', CreateDate: MADE_AT },
    }),
    CreateStateMachine: ({ name }) => ({
      stateMachineArn: arn('states', `stateMachine:${name}`),
      creationDate: MADE_AT,
    }),
    CreateTable: (input) => ({
      TableDescription: {
        TableArn: arn('dynamodb', `table/${input.TableName}`),
        ...(input.StreamSpecification && {
          LatestStreamArn: arn('dynamodb', `table/${input.TableName}/stream/2026-01-01T00:00:00.000`),
          LatestStreamLabel: '2026-01-01T00:00:00.000',
        }),
      },
    }),
    CreateTopic: ({ Name }) => ({ TopicArn: arn('sns', Name!) }),
    // It is repeated until a deleted table no longer exists.
    DescribeTable: async () => {
      throw Object.assign(new Error('there is no table'), { name: 'ResourceNotFoundException' });
    },
    GetAccount: () => ({ cloudwatchRoleArn: iam('role/api-gateway-logs') }),
    GetParameter: () => ({ Parameter: { Value: 'dry run' } }),
    Invoke: () => ({ Payload: Buffer.from('{}') }),
    PutParameter: () => ({ Version: 1 }),
    PublishVersion: (input) => ({ ...configuration(input), Version: '2' }),
    PutRule: ({ Name }) => ({ RuleArn: arn('events', `rule/${Name}`) }),
    VerifyDomainDkim: (input) => ({ DkimTokens: ['a', 'b', 'c'].map((each) => `${each}${made(input)}`) }),
    VerifyDomainIdentity: (input) => ({ VerificationToken: made(input) }),
    Subscribe: (input) => ({ SubscriptionArn: `${input.TopicArn}:${made(input)}` }),
  };
};

/** Requests whose answers are not read. */
const NOTHING =
  /^(Add|Delete|Detach|Put|Remove|Set|Subscribe|Unsubscribe|Update|Verify)|^Create(Bucket|Stage|LogGroup|Queue|ConfigurationSet|ConfigurationSetEventDestination)$|^(TagResource|TestRole|UntagResource)$/;

/**
 * Answers the requests of a deployment as an empty account in which every request succeeds: nothing exists before, and
 * everything that is created gets the address that AWS would give it.
 *
 * @throws Error at a request for which there is no answer.
 */
export function dryAnswer(account: Account): Answer {
  const known = answers(account);
  return async (operation, input) => {
    const answer = known[operation];
    if (answer) return answer(input as Input);
    if (NOTHING.test(operation)) return {};
    throw new Error(`a dry run has no answer to ${operation}`);
  };
}
