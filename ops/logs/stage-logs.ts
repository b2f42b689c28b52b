import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { Limit } from '@serverless-orders/localstack';
import { UserError } from '../../packages/command-line/user-error.ts';
import type { StageAccess } from '../stage/access.ts';
import type { StageFunction } from '../stage/functions.ts';
import { shortName } from '../stage/services.ts';
import type { Line } from './line.ts';

/** Where Lambda puts what a function writes. */
const GROUPS = '/aws/lambda/';

/** So many log groups are read at a time: FilterLogEvents has a quota per account, and the SDK waits when it is reached. */
const AT_ONCE = 5;

/** A filter pattern has up to 1,024 characters. */
const TERMS = 20;

export interface Search {
  functions: readonly Pick<StageFunction, 'short' | 'logGroup'>[];
  /** Lines that hold any of these; all lines when there is none. */
  terms?: readonly string[];
  /** From when, and until when, in ms since 1970. */
  from: number;
  to?: number;
}

/** The logs of a stage, by the log groups of its functions. */
export class StageLogs {
  readonly functions: StageFunction[];
  readonly #client: CloudWatchLogsClient;

  private constructor(client: CloudWatchLogsClient, functions: StageFunction[]) {
    this.#client = client;
    this.functions = functions;
  }

  /** @throws UserError when the stage has no functions, which means that it is not deployed. */
  static async open({ stage, prefix, config }: StageAccess): Promise<StageLogs> {
    const client = new CloudWatchLogsClient({ ...config, maxAttempts: 8 });
    const functions: StageFunction[] = [];
    const pages = paginateDescribeLogGroups({ client }, { logGroupNamePrefix: GROUPS + prefix });
    for await (const { logGroups = [] } of pages)
      for (const { logGroupName: logGroup = '' } of logGroups) {
        const name = logGroup.slice(GROUPS.length);
        const short = shortName(name, prefix);
        if (short) functions.push({ short, name, logGroup });
      }
    if (functions.length === 0)
      throw new UserError(`nothing is deployed to stage ${stage}`, 'name another with --stage');
    return new StageLogs(client, functions);
  }

  /** Lines of all functions that are named, oldest first. */
  async search({ functions, terms = [], from, to }: Search): Promise<Line[]> {
    const patterns = terms.length === 0 ? [undefined] : chunks(terms).map(patternOf);
    const limit = new Limit(AT_ONCE);
    const found = await Promise.all(
      functions.flatMap((fn) =>
        patterns.map((pattern) => limit.run(() => this.#read(fn, pattern, from, to))),
      ),
    );
    return inOrder(found.flat());
  }

  async #read(
    { short: fn, logGroup: logGroupName }: Search['functions'][number],
    filterPattern: string | undefined,
    startTime: number,
    endTime?: number,
  ): Promise<Line[]> {
    const lines: Line[] = [];
    const query = { logGroupName, filterPattern, startTime, endTime };
    try {
      for await (const { events = [] } of paginateFilterLogEvents({ client: this.#client }, query))
        for (const { eventId = '', timestamp = 0, logStreamName: stream = '', message: text = '' } of events)
          lines.push({ id: `${logGroupName} ${eventId}`, at: ownTime(text) ?? timestamp, fn, stream, text });
    } catch (error) {
      // A function that never ran may have no log group yet.
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
    return lines;
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html: one of several terms. */
const patternOf = (terms: readonly string[]): string =>
  terms.length === 1 ? `"${terms[0]}"` : terms.map((term) => `?"${term}"`).join(' ');

const chunks = (terms: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(terms.length / TERMS) }, (_, at) =>
    terms.slice(at * TERMS, (at + 1) * TERMS),
  );

/** When a line says that it was written; CloudWatch may take several of an invocation for one moment. */
function ownTime(text: string): number | undefined {
  const at = Date.parse(/^\{"time":"([^"]{20,30})"/.exec(text)?.[1] ?? '');
  return Number.isNaN(at) ? undefined : at;
}

/** Each line once, by time; of one moment as they were found. */
export function inOrder(lines: readonly Line[]): Line[] {
  const each = new Map(lines.map((line) => [line.id, line]));
  return [...each.values()].sort((one, other) => one.at - other.at);
}
