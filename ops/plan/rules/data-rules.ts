import type { Resource } from '@serverless-orders/localstack';
import { nameOf, type Rule, type Statement } from './rule.ts';
import { allOf, isOf, TYPE } from './types.ts';

/** Tables whose rows come again by themselves: nobody would miss them. */
const PASSING: Readonly<Record<string, string>> = {
  RateLimitsTable: 'buckets of requests, which expire within the hour',
  BreakerTableTable: 'the state of circuit breakers, which expires',
  RegistryTableTable: 'instances, which the next deployment registers again',
};

/** Topics that services of AWS publish to which cannot use SNS's own key, each with what stands in them. */
const UNENCRYPTED: Readonly<Record<string, string>> = {
  Alarms: 'alarms have nothing about people or orders in them; CloudWatch publishes them',
  MailFeedback: 'addresses that bounced, on their way to an encrypted queue; SES publishes them',
};

const keepsData = (resource: Resource): boolean =>
  isOf(TYPE.table)(resource) && PASSING[nameOf(resource)] === undefined;

/** How long logs are kept: long enough to look back after a holiday, and not for ever. */
const LOG_DAYS = { from: 14, to: 365 };

/** What everything in AWS is found and paid by. */
const TAGS = ['sst:app', 'sst:stage'];

const TAGGED = [
  TYPE.alarm,
  TYPE.api,
  TYPE.function,
  TYPE.logGroup,
  TYPE.machine,
  TYPE.queue,
  TYPE.table,
  TYPE.topic,
];

const denies = (policy: unknown): Statement[] =>
  ((typeof policy === 'string' ? JSON.parse(policy) : policy).Statement as Statement[]).filter(
    ({ Effect }) => Effect === 'Deny',
  );

/** Whether a policy turns away whoever does not come by TLS. */
const refusesPlainText = (policy: unknown, of: unknown): boolean =>
  denies(policy).some(
    ({ Principal, Resource, Condition }) =>
      Principal === '*' && Resource === of && Condition?.Bool?.['aws:SecureTransport'] === 'false',
  );

export const DATA_RULES: Rule[] = [
  {
    name: 'a table can be brought back to any second of five weeks',
    because: 'a wrong deployment can write over rows, and nothing else has them',
    remedy:
      'leave pointInTimeRecovery of the table as sst has it, or name the table among PASSING with the reason',
    about: keepsData,
    wrong: ({ inputs }) =>
      (inputs.pointInTimeRecovery as { enabled?: boolean } | undefined)?.enabled === true
        ? []
        : ['has no point-in-time recovery'],
  },
  {
    name: 'a table cannot be deleted',
    because: 'its backups go with it',
    remedy: 'set keepsData in the file of the stage',
    about: keepsData,
    wrong: ({ inputs }) => (inputs.deletionProtectionEnabled === true ? [] : ['can be deleted']),
  },
  {
    name: 'a table outlives its stage',
    because: '`sst remove` on the wrong stage would take all orders along',
    remedy: 'set keepsData in the file of the stage: then its removal policy is `retain`',
    about: keepsData,
    wrong: ({ retainOnDelete }) => (retainOnDelete ? [] : ['goes with the stage']),
  },
  {
    name: 'a queue is encrypted at rest',
    because: 'events have addresses and orders in them',
    remedy: 'give it encryptedQueue of stacks/service/protection.ts',
    about: isOf(TYPE.queue),
    wrong: ({ inputs }) =>
      inputs.sqsManagedSseEnabled === true || inputs.kmsMasterKeyId
        ? []
        : ['does not say that it is encrypted'],
  },
  {
    name: 'a topic is encrypted at rest',
    because: 'SNS encrypts nothing unless it is told a key, and events have addresses and orders in them',
    remedy: 'give it encryptedTopic of stacks/service/protection.ts',
    about: (resource) => isOf(TYPE.topic)(resource) && UNENCRYPTED[nameOf(resource)] === undefined,
    wrong: ({ inputs }) => (inputs.kmsMasterKeyId ? [] : ['is not encrypted']),
  },
  {
    name: 'a queue takes what comes by TLS, and nothing else',
    because: 'SQS has an address for plain HTTP too',
    remedy: 'declare it by operatorQueue() or Service.consumer()',
    about: isOf(TYPE.queue),
    wrong: ({ outputs }, all) => {
      const policies = allOf(all, TYPE.queuePolicy).map(({ inputs }) => inputs.policy);
      return policies.some((policy) => refusesPlainText(policy, outputs.arn)) ? [] : ['takes plain HTTP'];
    },
  },
  {
    name: 'a topic takes what comes by TLS, and nothing else',
    because: 'SNS has an address for plain HTTP too',
    remedy: 'give its policy refusesPlainText() of stacks/service/trust.ts',
    about: isOf(TYPE.topic),
    wrong: ({ outputs }, all) => {
      const policies = allOf(all, TYPE.topicPolicy).map(({ inputs }) => inputs.policy);
      return policies.some((policy) => refusesPlainText(policy, outputs.arn)) ? [] : ['takes plain HTTP'];
    },
  },
  {
    name: 'logs are kept for weeks, and not for ever',
    because: 'nobody can look back, or everybody pays for every line that there ever was',
    remedy: `give the log group a retention of ${LOG_DAYS.from} to ${LOG_DAYS.to} days`,
    about: isOf(TYPE.logGroup),
    wrong: ({ inputs }) => {
      const days = Number(inputs.retentionInDays ?? 0);
      if (days === 0) return ['is kept for ever'];
      return days >= LOG_DAYS.from && days <= LOG_DAYS.to ? [] : [`is kept for ${days} days`];
    },
  },
  {
    name: 'everything has the tags of its app and stage',
    because: 'a bill cannot be told apart by stage, and nobody knows what may go',
    remedy: "leave it to the stage's own provider, which sst gives these tags",
    about: isOf(...TAGGED),
    wrong: ({ inputs }) =>
      TAGS.filter((tag) => !(inputs.tags as Record<string, string> | undefined)?.[tag]).map(
        (tag) => `has no tag ${tag}`,
      ),
  },
];
