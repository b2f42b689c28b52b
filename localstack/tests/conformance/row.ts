import type { Lab, Seen } from './lab.ts';

/** Where AWS documents what the rows compare with. */
export const SOURCES = {
  handler: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
  context: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html',
  logging: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html',
  logGroups: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html',
  logFormats: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html',
  environment: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
  lifecycle: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html',
  runtimeApi: 'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html',
  invoke: 'https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html',
  asynchronous: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html',
  quotas: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  concurrency: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
  troubleshooting: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html',
  streaming: 'https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html',
  runtimeClient: 'https://github.com/aws/aws-lambda-nodejs-runtime-interface-client',
} as const;

/** One behaviour: what AWS documents, and how to observe it here. */
export interface Row {
  behaviour: string;
  /** What AWS documents, in a few words. */
  documented: string;
  source: keyof typeof SOURCES;
  /** The result of `see` when it is as documented. */
  expected: unknown;
  see(lab: Lab): Promise<unknown>;
}

/** The error that the caller of a function gets, in one line, request ids left out. */
export function failure({ error, payload }: Seen): string {
  if (!error) return `no error, but ${JSON.stringify(payload)}`;
  return `${payload.errorType}: ${payload.errorMessage}`.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID');
}

/** Which of these lines a log contains. */
export function linesLike(log: string, patterns: Record<string, RegExp>): Record<string, boolean> {
  return Object.fromEntries(Object.entries(patterns).map(([name, pattern]) => [name, pattern.test(log)]));
}
