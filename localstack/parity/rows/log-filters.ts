import {
  CreateLogStreamCommand,
  DescribeSubscriptionFiltersCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { errorOf, type Lab, until } from '../lab.ts';
import { makeFunction, seenBy } from '../resources/functions.ts';
import { makeLogGroup, type SentLine, sentTo, subscribe } from '../resources/log-filters.ts';
import type { Row } from '../row.ts';

const FILTERS = 'AmazonCloudWatch/latest/logs/SubscriptionFilters.html';
const PATTERNS = 'AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html';

/** Writes lines into a new stream of a group. @returns how to write more. */
async function write(lab: Lab, logGroupName: string, messages: string[]) {
  const logStreamName = lab.name('stream');
  await lab.clients.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const more = (lines: string[]) =>
    lab.clients.logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName,
        logEvents: lines.map((message) => ({ message, timestamp: Date.now() })),
      }),
    );
  await more(messages);
  return more;
}

/** The lines that a pattern matches, once the last of them has arrived. */
async function chosen(lab: Lab, pattern: string, lines: string[], last: string): Promise<string[]> {
  const [target, group] = await Promise.all([makeFunction(lab, 'echo'), makeLogGroup(lab)]);
  await subscribe(lab, group, target, { pattern });
  await write(lab, group, lines);
  return until(`the line ${last}`, async () => {
    const messages = (await sentTo(lab, target)).flatMap(({ logEvents }) =>
      logEvents.map(({ message }) => message),
    );
    return messages.includes(last) && messages;
  });
}

/** What subscription filters match, and how they deliver it. */
export const logFilterRows: Row[] = [
  {
    id: 'logs-subscription-first',
    service: 'CloudWatch Logs',
    behaviour: 'the first lines of a new log stream whose group has a subscription filter',
    documented: 'are in the log, and the function gets them',
    source: FILTERS,
    expected: { inLog: true, sent: true },
    reliedOn: 'yes',
    see: async (lab) => {
      const [source, target] = await Promise.all([makeFunction(lab, 'echo'), makeFunction(lab, 'echo')]);
      const group = await makeLogGroup(lab, `/aws/lambda/${source}`);
      await subscribe(lab, group, target, { pattern: 'wanted' });
      await lab.clients.lambda.send(
        new InvokeCommand({ FunctionName: source, Payload: '{"wanted":"first"}' }),
      );
      await lab.clients.lambda.send(
        new InvokeCommand({ FunctionName: source, Payload: '{"wanted":"last"}' }),
      );
      const sent = await until('the last line', async () => {
        const lines = JSON.stringify(await sentTo(lab, target));
        return lines.includes('last') && lines;
      });
      const inLog = JSON.stringify(await seenBy(lab, source)).includes('first');
      return { inLog, sent: sent.includes('first') };
    },
  },
  {
    id: 'logs-subscription-retry',
    service: 'CloudWatch Logs',
    behaviour: 'a subscription whose function throws',
    documented: 'the function is invoked asynchronously, so it gets the same lines again, twice at most',
    source: 'lambda/latest/dg/services-cloudwatchlogs.html',
    expected: { times: 3, same: true },
    reliedOn: 'yes',
    see: async (lab) => {
      const [target, group] = await Promise.all([makeFunction(lab, 'refuse'), makeLogGroup(lab)]);
      await subscribe(lab, group, target, { pattern: 'wanted' });
      await write(lab, group, ['wanted']);
      const sent = await until('the last attempt', async () => {
        const lines = await sentTo(lab, target);
        return lines.length >= 3 && lines;
      });
      const ids = sent.map(({ logEvents }) => logEvents[0]?.id);
      return { times: sent.length, same: new Set(ids).size === 1 };
    },
  },
  {
    id: 'logs-subscription-ids',
    service: 'CloudWatch Logs',
    behaviour: 'the ids of lines, written to several streams at once, in what a filter sends and in the log',
    documented: 'every line has a unique id, which FilterLogEvents shows too',
    source: 'AmazonCloudWatch/latest/logs/SubscriptionFilters.html',
    expected: { lines: 200, ids: 200, inLog: true },
    reliedOn: 'yes',
    see: async (lab) => {
      const [target, logGroupName] = await Promise.all([makeFunction(lab, 'echo'), makeLogGroup(lab)]);
      await subscribe(lab, logGroupName, target, { pattern: 'wanted' });
      const lines = Array.from({ length: 20 }, (_, index) => `wanted ${index}`);
      await Promise.all(Array.from({ length: 10 }, () => write(lab, logGroupName, lines)));
      const sent = await until('all lines', async () => {
        const events = (await sentTo(lab, target)).flatMap(({ logEvents }): SentLine[] => logEvents);
        return events.length >= 200 && events;
      });
      const { events = [] } = await lab.clients.logs.send(new FilterLogEventsCommand({ logGroupName }));
      const inLog = new Set(events.map(({ eventId }) => eventId));
      return {
        lines: sent.length,
        ids: new Set(sent.map(({ id }) => id)).size,
        inLog: sent.every(({ id }) => inLog.has(id)),
      };
    },
  },
  {
    id: 'logs-subscription-two',
    service: 'CloudWatch Logs',
    behaviour: 'two filters on one group, one of them changed afterwards',
    documented:
      'each sends what its own pattern is for; PutSubscriptionFilter with a name that is there changes it',
    source: 'AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html',
    expected: {
      one: ['a 1', 'a b 3', 'c 5'],
      two: ['b 2', 'a b 3', 'b 4'],
      patterns: ['c', 'b'],
      third: 'LimitExceededException',
    },
    reliedOn: 'yes',
    see: async (lab) => {
      const [target, logGroupName] = await Promise.all([makeFunction(lab, 'echo'), makeLogGroup(lab)]);
      const subscribed = (name: string, pattern: string) =>
        subscribe(lab, logGroupName, target, { name, pattern });
      await subscribed('one', 'a');
      await subscribed('two', 'b');
      const third = await errorOf(subscribed('three', 'x'));
      const more = await write(lab, logGroupName, ['a 1', 'b 2', 'a b 3']);
      await subscribed('one', 'c');
      await more(['a 0', 'b 4', 'c 5']);
      const of = async (name: string) =>
        (await sentTo(lab, target))
          .filter(({ subscriptionFilters }) => subscriptionFilters.includes(name))
          .flatMap(({ logEvents }) => logEvents.map(({ message }) => message))
          .toSorted((left, right) => Number(left.at(-1)) - Number(right.at(-1)));
      await until('the last lines', async () => {
        const [one, two] = await Promise.all([of('one'), of('two')]);
        return one.includes('c 5') && one.includes('a 1') && two.includes('b 4') && two.includes('b 2');
      });
      const { subscriptionFilters = [] } = await lab.clients.logs.send(
        new DescribeSubscriptionFiltersCommand({ logGroupName }),
      );
      return {
        one: await of('one'),
        two: await of('two'),
        patterns: subscriptionFilters.map(({ filterPattern }) => filterPattern),
        third,
      };
    },
  },
  {
    id: 'logs-pattern-terms',
    service: 'CloudWatch Logs',
    behaviour: 'a pattern of terms: one that is in quotes, and one that must not be there',
    documented: 'chooses lines that have the one and not the other',
    source: PATTERNS,
    expected: ['{"_aws":1}', '{"_aws":2}'],
    reliedOn: 'yes',
    see: (lab) =>
      chosen(
        lab,
        '"\\"_aws\\"" -secret',
        ['{"_aws":1}', '_aws', '{"_aws":1,"secret":1}', '{"_aws":2}'],
        '{"_aws":2}',
      ),
  },
  {
    id: 'logs-pattern-json',
    service: 'CloudWatch Logs',
    behaviour: 'a pattern for a JSON property below an index',
    documented: 'chooses lines that are JSON and have this value there',
    source: PATTERNS,
    expected: ['{"list":[{"name":"shop","n":1}]}', '{"list":[{"name":"shop","n":2}]}'],
    reliedOn: 'no',
    see: (lab) =>
      chosen(
        lab,
        '{ $.list[0].name = "shop" }',
        [
          '{"list":[{"name":"shop","n":1}]}',
          '{"list":[{"name":"other"}]}',
          'shop',
          '{"list":[]}',
          '{"list":[{"name":"shop","n":2}]}',
        ],
        '{"list":[{"name":"shop","n":2}]}',
      ),
  },
  {
    id: 'logs-pattern-bad',
    service: 'CloudWatch Logs',
    behaviour: 'a pattern that is none: a quote that does not end',
    documented: 'InvalidParameterException',
    source: 'AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html',
    expected: 'InvalidParameterException',
    reliedOn: 'no',
    see: async (lab) => {
      const [target, group] = await Promise.all([makeFunction(lab, 'echo'), makeLogGroup(lab)]);
      return errorOf(subscribe(lab, group, target, { pattern: '"one' }));
    },
  },
];
