import type { Resource } from '@serverless-orders/localstack';
import type { Rule } from './rule.ts';
import { allOf, isOf, lastOf, TYPE } from './types.ts';

/** People have two weeks for what waits for them: the longest that SQS keeps anything (seconds). */
const TWO_WEEKS = 14 * 24 * 60 * 60;

const isQueue = (arn: unknown) => String(arn).startsWith('arn:aws:sqs:');

/** What is called by the logs of others. */
const calledByLogs = (all: Resource[]) =>
  new Set(allOf(all, TYPE.logSubscription).map(({ inputs }) => lastOf(inputs.destinationArn)));

/** A function by what a resource calls it, its name or its address. */
const isFunction = (name: unknown) => (one: Resource) =>
  isOf(TYPE.function)(one) && lastOf(name) === one.inputs.name;

export const FAILURE_RULES: Rule[] = [
  {
    name: 'what a consumer gives up on waits for manual intervention, for two weeks',
    because: 'an event that fails five times would be gone',
    remedy: 'declare it by Service.consumer(), which gives its queue a dead-letter queue',
    about: ({ type, inputs }) => type === TYPE.mapping && isQueue(inputs.eventSourceArn),
    wrong: ({ inputs }, all) => {
      const queues = allOf(all, TYPE.queue);
      const queue = queues.find(({ outputs }) => outputs.arn === inputs.eventSourceArn);
      const { deadLetterTargetArn } = JSON.parse(String(queue?.inputs.redrivePolicy ?? '{}'));
      const dead = queues.find(({ outputs }) => outputs.arn === deadLetterTargetArn);
      if (!dead) return ['has no dead-letter queue'];
      return Number(dead.inputs.messageRetentionSeconds) === TWO_WEEKS
        ? []
        : ['forgets dead letters earlier'];
    },
  },
  {
    name: 'what cannot be read off a stream waits for manual intervention',
    because: 'a stream is stopped by one record for a day, and then forgets it',
    remedy: 'give the mapping maximumRetryAttempts and destinationConfig.onFailure',
    about: ({ type, inputs }) => type === TYPE.mapping && !isQueue(inputs.eventSourceArn),
    wrong: ({ inputs }) => {
      const { onFailure } = (inputs.destinationConfig ?? {}) as { onFailure?: { destinationArn?: string } };
      return [
        ...(isQueue(onFailure?.destinationArn) ? [] : ['has no queue for what fails']),
        ...(Number(inputs.maximumRetryAttempts ?? -1) > 0 ? [] : ['tries again for a day']),
      ];
    },
  },
  {
    name: 'what the logs call has a queue for what fails, and cannot take all executions',
    because: 'every line of every function calls it: in a flood customers would be throttled',
    remedy:
      'give it a FunctionEventInvokeConfig with onFailure, and countingConcurrency in the file of the stage',
    about: (resource, all) =>
      isOf(TYPE.function)(resource) && calledByLogs(all).has(String(resource.inputs.name)),
    wrong: (resource, all) => {
      const failed = allOf(all, TYPE.asyncCalls).some(
        ({ inputs }) =>
          isFunction(inputs.functionName)(resource) &&
          isQueue(
            (inputs.destinationConfig as { onFailure?: { destination?: string } })?.onFailure?.destination,
          ),
      );
      return [
        ...(failed ? [] : ['has no queue for what fails']),
        ...(Number(resource.inputs.reservedConcurrentExecutions ?? -1) > 0
          ? []
          : ['can take all executions']),
      ];
    },
  },
  {
    name: 'a stage of an API writes who asked for what',
    because: 'a request that no function saw leaves no trace at all',
    remedy: 'leave accessLog of the API as sst has it',
    about: isOf(TYPE.apiStage),
    wrong: ({ inputs }) => {
      const { destinationArn } = (inputs.accessLogSettings ?? {}) as { destinationArn?: string };
      return destinationArn ? [] : ['writes no access log'];
    },
  },
  {
    name: 'what an API calls is a version that can be taken back',
    because: 'after a bad deployment customers would wait for the next one',
    remedy: 'declare it by gateway.route(), which gives its function versions and the alias `live`',
    about: isOf(TYPE.integration),
    wrong: ({ inputs }, all) => {
      const aliases = allOf(all, TYPE.alias).map(({ outputs }) => String(outputs.arn));
      return aliases.some((arn) => String(inputs.uri).includes(`/${arn}/`))
        ? []
        : ['calls the code that was deployed last'];
    },
  },
  {
    name: 'a domain of an API takes TLS 1.2 and nothing older',
    because: 'older versions are broken',
    remedy: "set securityPolicy: 'TLS_1_2' on the domain",
    about: isOf(TYPE.apiDomain),
    wrong: ({ inputs }) => (inputs.securityPolicy === 'TLS_1_2' ? [] : ['takes older versions']),
  },
];
