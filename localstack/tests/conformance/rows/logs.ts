import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { until } from '../../support/engine.ts';
import type { Lab } from '../lab.ts';
import { linesLike, type Row } from '../row.ts';

const ID = '[0-9a-f]{8}-[0-9a-f-]{27}';
const TIME = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z';

/** The contents and the format of a function's log. */
export const logRows: Row[] = [
  {
    behaviour: 'lines of Lambda itself, cold',
    documented: 'START, END and REPORT, with Init Duration',
    source: 'logging',
    expected: { start: true, end: true, report: true },
    see: async (lab) =>
      linesLike((await lab.run('echo.handler', {}, { fresh: true })).log, {
        start: new RegExp(`^START RequestId: ${ID} Version: \\$LATEST$`, 'm'),
        end: new RegExp(`^END RequestId: ${ID}$`, 'm'),
        report: new RegExp(
          `^REPORT RequestId: ${ID}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\tMax Memory Used: [1-9]\\d* MB\tInit Duration: [\\d.]+ ms`,
          'm',
        ),
      }),
  },
  {
    behaviour: 'REPORT line, warm',
    documented: 'has no Init Duration',
    source: 'logging',
    expected: { report: true, init: false },
    see: async (lab) => {
      await lab.run('echo.handler');
      return linesLike((await lab.run('echo.handler')).log, { report: /^REPORT/m, init: /Init Duration/ });
    },
  },
  {
    behaviour: 'REPORT line of a timeout',
    documented: 'the whole timeout as duration, Status: timeout',
    source: 'logging',
    expected: { line: true, report: true },
    see: async (lab) =>
      linesLike((await lab.run('errors.hang', {}, { Timeout: 1 })).log, {
        line: new RegExp(`^${TIME} ${ID} Task timed out after 1.00 seconds$`, 'm'),
        report: /\tDuration: 1000\.00 ms\tBilled Duration: 1000 ms\t.*\tStatus: timeout/,
      }),
  },
  {
    behaviour: 'REPORT line with active tracing',
    documented: 'is followed by the trace',
    source: 'logging',
    expected: { traced: true, untraced: false },
    see: async (lab) => {
      const line = /^XRAY TraceId: 1-[0-9a-f]{8}-[0-9a-f]{24}\tSegmentId: [0-9a-f]{16}\tSampled: true/m;
      const traced = await lab.run('echo.handler', {}, { TracingConfig: { Mode: 'Active' } });
      return { traced: line.test(traced.log), untraced: line.test((await lab.run('echo.handler')).log) };
    },
  },
  {
    behaviour: 'console methods',
    documented: 'time, request id, level, message, separated by tabs',
    source: 'logging',
    expected: { TRACE: true, DEBUG: true, INFO: true, formatted: true, WARN: true, ERROR: true },
    see: async (lab) => {
      const line = (level: string, text: string) => new RegExp(`^${TIME}\t${ID}\t${level}\t${text}`, 'm');
      return linesLike((await lab.run('logs.levels')).log, {
        TRACE: line('TRACE', 'a trace'),
        DEBUG: line('DEBUG', 'a debug'),
        INFO: line('INFO', 'an info'),
        formatted: line('INFO', "a log with values { and: 'objects' }"),
        WARN: line('WARN', 'a warning'),
        ERROR: line('ERROR', 'an error'),
      });
    },
  },
  {
    behaviour: 'JSON log format',
    documented: 'an object a line, from the function and from Lambda',
    source: 'logFormats',
    expected: { level: 'WARN', message: 'a warning', types: ['platform.start', 'platform.report'] },
    see: async (lab) => {
      const { log } = await lab.run('logs.levels', {}, { LoggingConfig: { LogFormat: 'JSON' } });
      const lines = log.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
      const { level, message } = lines.find((line) => line.level === 'WARN') ?? {};
      return { level, message, types: lines.flatMap(({ type }) => type ?? []) };
    },
  },
  {
    behaviour: 'a message of several lines',
    documented: 'is one log event',
    source: 'logging',
    expected: true,
    see: async (lab) => /\tINFO\tfirst\rsecond$/m.test((await lab.run('logs.lines')).log),
  },
  {
    behaviour: 'what is written to stdout directly',
    documented: 'is in the log as it is',
    source: 'logging',
    expected: true,
    see: async (lab) => /^straight to stdout$/m.test((await lab.run('logs.raw')).log),
  },
  {
    behaviour: 'an error of the handler',
    documented: 'is logged with its type, message and stack',
    source: 'logging',
    expected: true,
    see: async (lab) =>
      /\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"logged".*"stack":\[/.test(
        (await lab.run('logs.fails')).log,
      ),
  },
  {
    behaviour: 'LogType Tail',
    documented: 'returns the last 4 KB',
    source: 'invoke',
    expected: { bytes: 4096, last: true },
    see: async (lab) => {
      const { log } = await lab.run('logs.much');
      return { bytes: Buffer.byteLength(log), last: log.includes('line 199') };
    },
  },
  {
    behaviour: 'CloudWatch',
    documented: 'the log is in /aws/lambda/<function>',
    source: 'logging',
    expected: true,
    see: async (lab) => {
      const name = await lab.function('logs.levels', { fresh: true });
      return hasErrorLine(lab, name, `/aws/lambda/${name}`);
    },
  },
  {
    behaviour: 'CloudWatch, with LoggingConfig.LogGroup',
    documented: 'the log is in that group',
    source: 'logGroups',
    expected: true,
    see: async (lab) => {
      const LogGroup = '/lab/one-for-several';
      const name = await lab.function('logs.levels', { fresh: true, LoggingConfig: { LogGroup } });
      return hasErrorLine(lab, name, LogGroup);
    },
  },
];

/** Invokes `logs.levels` and waits for its log: whether the line that it logs as an error is in it. */
async function hasErrorLine(lab: Lab, name: string, logGroupName: string): Promise<boolean> {
  await lab.invoke(name, {});
  const logs = new CloudWatchLogsClient(lab.config());
  const events = await until(
    async () => {
      const { events: found = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
      return found.some(({ message }) => message?.startsWith('REPORT')) ? found : undefined;
    },
    { what: 'the log in CloudWatch' },
  );
  return events.some(({ message }) => message?.includes('\tERROR\tan error'));
}
