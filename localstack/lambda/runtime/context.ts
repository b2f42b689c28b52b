import type { IncomingHttpHeaders } from 'node:http';
import { RuntimeError } from './errors.ts';

/** The context object of Node 24: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface Context {
  functionName: string | undefined;
  functionVersion: string | undefined;
  invokedFunctionArn: string | undefined;
  memoryLimitInMB: string | undefined;
  awsRequestId: string;
  logGroupName: string | undefined;
  logStreamName: string | undefined;
  clientContext: unknown;
  identity: unknown;
  xRayTraceId: string | undefined;
  getRemainingTimeInMillis(): number;
}

/** Makes the handler's second argument; the trace id goes into the environment, where the X-Ray SDKs look for it. */
export function createContext(headers: IncomingHttpHeaders, env: NodeJS.ProcessEnv): Context {
  const header = (name: string) => headers[`lambda-runtime-${name}`] as string | undefined;
  const deadlineMs = Number(header('deadline-ms'));
  const traceId = header('trace-id');
  if (traceId) env._X_AMZN_TRACE_ID = traceId;
  else delete env._X_AMZN_TRACE_ID;
  return {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: header('invoked-function-arn'),
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: header('aws-request-id') ?? '',
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parse(header('client-context'), 'client-context'),
    identity: parse(header('cognito-identity'), 'cognito-identity'),
    xRayTraceId: traceId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

function parse(json: string | undefined, name: string): unknown {
  if (!json) return undefined;
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new RuntimeError(
      'PlatformError',
      `Failed to parse lambda-runtime-${name} as JSON: ${(error as Error).message}`,
    );
  }
}
