import { calling } from '@serverless-orders/command-line/calling';
import { UserError } from '@serverless-orders/command-line/user-error';
import { type Aws, connect } from '../pulumi/providers/aws.ts';
import type { NEEDED_SERVICES } from './needed-services.ts';

type Send = { abortSignal: AbortSignal };

/** Of every service that is needed, a call that is cheap and changes nothing. */
const CALLS: Record<keyof typeof NEEDED_SERVICES, (aws: Aws, options: Send) => Promise<unknown>> = {
  'API Gateway (REST)': async (aws, options) => (await aws.apiGateway()).getRestApis({ limit: 1 }, options),
  CloudWatch: async (aws, options) => (await aws.cloudWatch()).describeAlarms({ MaxRecords: 1 }, options),
  'CloudWatch Logs': async (aws, options) => (await aws.logs()).describeLogGroups({ limit: 1 }, options),
  DynamoDB: async (aws, options) => (await aws.dynamodb()).listTables({ Limit: 1 }, options),
  EventBridge: async (aws, options) => (await aws.eventBridge()).listEventBuses({ Limit: 1 }, options),
  IAM: async (aws, options) => (await aws.iam()).listRoles({ MaxItems: 1 }, options),
  Lambda: async (aws, options) => (await aws.lambda()).listFunctions({ MaxItems: 1 }, options),
  S3: async (aws, options) => (await aws.s3()).listBuckets({}, options),
  SES: async (aws, options) => (await aws.ses()).listIdentities({ MaxItems: 1 }, options),
  SNS: async (aws, options) => (await aws.sns()).listTopics({}, options),
  SQS: async (aws, options) => (await aws.sqs()).listQueues({ MaxResults: 1 }, options),
  SSM: async (aws, options) => (await aws.ssm()).describeParameters({ MaxResults: 1 }, options),
  'Step Functions': async (aws, options) => (await aws.sfn()).listStateMachines({ maxResults: 1 }, options),
};

/** How long all of the calls together may take (ms). */
const WITHIN_MS = 2000;

/** No time to answer, or an answer that only the service itself would give. */
const EXCUSED =
  /^(Abort|Timeout)Error$|AccessDenied|NotAuthorized|Throttl|TooManyRequests|InvalidClientToken/;

/**
 * Asks an engine that is not known here for each service that is needed. A service that does not answer in time is
 * given the benefit of the doubt: some engines load a service when it is first asked for.
 *
 * @throws UserError with the names of those that it does not have, or when nothing answers at all.
 */
export async function assertServices(endpoint: string, withinMs = WITHIN_MS): Promise<void> {
  const aws = connect({ endpoint, region: 'us-east-1' });
  // Takes about a second, which is not the engine's.
  await Promise.all(Object.values(aws).map((load) => typeof load === 'function' && load()));
  const late = AbortSignal.timeout(withinMs);
  const answers = await Promise.all(
    Object.entries(CALLS).map(async ([name, ask]) => ({
      name,
      error: await ask(aws, { abortSignal: late }).then(
        () => undefined,
        (error: Error) => error,
      ),
    })),
  );
  const unreachable = answers.find(({ error }) => /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH/.test(codeOf(error)));
  if (unreachable)
    throw new UserError(
      `no engine answers at ${endpoint}`,
      'start the one that AWS_ENDPOINT_URL names, or unset AWS_ENDPOINT_URL',
    );
  const lacking = answers.filter(({ error }) => error && !EXCUSED.test(error.name));
  if (lacking.length > 0)
    throw new UserError(
      `the engine at ${endpoint} lacks what the program needs: ${lacking.map(({ name }) => name).join(', ')}`,
      `name another engine in AWS_ENDPOINT_URL, or unset it to use the one that ${calling('start')} installs`,
    );
}

const codeOf = (error: Error | undefined): string =>
  String((error as NodeJS.ErrnoException | undefined)?.code ?? '');
