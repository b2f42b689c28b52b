import { readFileSync } from 'node:fs';
import { nameOf, type Resource } from '@serverless-orders/localstack';
import { describe, expect, it } from 'vitest';
import { changedLines } from '../../ops/plan/changed-lines.ts';
import { allBroken, RULES } from '../../ops/plan/rules/rules.ts';
import { TYPE } from '../../ops/plan/rules/types.ts';
import { summaryOf } from '../../ops/plan/summary.ts';
import { productionResources } from '../support/production.ts';

const resources = productionResources();
const ROOT = 'arn:aws:iam::000000000000:root';

/** The stage with one resource changed, or gone. */
function changed(
  type: string,
  name: string,
  change: (inputs: Record<string, unknown>) => object | undefined,
) {
  const found = resources.filter((one) => one.type === type && nameOf(one.urn).startsWith(name));
  if (found.length === 0) throw new Error(`there is no ${type} ${name}`);
  const [first] = found;
  return resources.flatMap((one) => {
    if (one !== first) return [one];
    const inputs = change(one.inputs);
    return inputs ? [{ ...one, inputs } as Resource] : [];
  });
}

const without =
  (...names: string[]) =>
  (inputs: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name)));

const gone = () => undefined;

const allow = (principal: object, condition?: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition: condition }],
  });

/** For each rule, production with one thing that breaks it. */
const BROKEN: Record<string, () => Resource[]> = {
  'a role is assumed by one service of AWS, for this account': () =>
    changed('aws:iam/role:Role', 'OrderSagaRole', (inputs) => ({
      ...inputs,
      assumeRolePolicy: allow({ AWS: ROOT }),
    })),
  'a policy of what is delivered to names the source': () =>
    changed(TYPE.queuePolicy, 'UsersClearUserQueuePolicy', (inputs) => ({
      ...inputs,
      policy: allow({ Service: 'sns.amazonaws.com' }),
    })),
  "a function's permission names who calls": () =>
    changed('aws:lambda/permission:Permission', 'CountMetrics', without('sourceArn')),
  "a queue lets in the topic that it is subscribed to, since AWS asks the queue's policy": () =>
    changed(TYPE.queuePolicy, 'UsersClearUserQueuePolicy', gone),
  'a stage of an API has a limit for all of its methods': () =>
    changed('aws:apigateway/methodSettings:MethodSettings', 'ApiThrottle', gone),
  'an alarm tells somebody when it begins and when it is over': () =>
    changed(TYPE.alarm, 'ApiLatencyAlarm', without('okActions')),
  'a consumer of a queue is bounded, and has the time and the attempts that AWS asks for': () =>
    changed(TYPE.mapping, 'UsersClearUserQueue', without('scalingConfig')),
  'a function is traced, and may send what it records, and nothing else of X-Ray': () =>
    changed(TYPE.function, 'TelemetryCountMetrics', without('tracingConfig')),
  'a state machine is traced, and may send what it records and ask for sampling rules': () =>
    changed(TYPE.machine, 'OrderSaga', without('tracingConfiguration')),
  'a stage of an API is traced': () => changed(TYPE.apiStage, 'ApiStage', without('xrayTracingEnabled')),
  'a table can be brought back to any second of five weeks': () =>
    changed(TYPE.table, 'OrdersTable', without('pointInTimeRecovery')),
  'a table cannot be deleted': () => changed(TYPE.table, 'OrdersTable', without('deletionProtectionEnabled')),
  'a table outlives its stage': () =>
    resources.map((one) =>
      nameOf(one.urn) === 'OrdersTableTable' ? { ...one, retainOnDelete: false } : one,
    ),
  'a queue is encrypted at rest': () => changed(TYPE.queue, 'OrdersParked', without('sqsManagedSseEnabled')),
  'a topic is encrypted at rest': () => changed(TYPE.topic, 'UsersEvents', without('kmsMasterKeyId')),
  'a queue takes what comes by TLS, and nothing else': () =>
    changed(TYPE.queuePolicy, 'OrdersParkedPolicy', gone),
  'a topic takes what comes by TLS, and nothing else': () => changed(TYPE.topicPolicy, 'UsersEvents', gone),
  'logs are kept for weeks, and not for ever': () =>
    changed(TYPE.logGroup, 'ApiAccessLog', without('retentionInDays')),
  'everything has the tags of its app and stage': () => changed(TYPE.queue, 'OrdersParked', without('tags')),
  'what a consumer gives up on waits for manual intervention, for two weeks': () =>
    changed(TYPE.queue, 'UsersClearUserDead', (inputs) => ({ ...inputs, messageRetentionSeconds: 60 })),
  'what cannot be read off a stream waits for manual intervention': () =>
    changed(TYPE.mapping, 'UsersTableSubscriber', without('destinationConfig')),
  'what the logs call has a queue for what fails, and cannot take all executions': () =>
    changed(TYPE.function, 'TelemetryCountMetrics', without('reservedConcurrentExecutions')),
  'a stage of an API writes who asked for what': () =>
    changed(TYPE.apiStage, 'ApiStage', without('accessLogSettings')),
  'what an API calls is a version that can be taken back': () => changed(TYPE.alias, 'GetOrdersLive', gone),
  'a domain of an API takes TLS 1.2 and nothing older': () =>
    changed(TYPE.apiDomain, 'ApiDomainName', (inputs) => ({ ...inputs, securityPolicy: 'TLS_1_0' })),
  'a queue that people empty rings as soon as something waits on it': () =>
    changed(TYPE.alarm, 'OrdersParkedAlarm', gone),
  'a queue that a function empties rings when it is not emptied': () =>
    changed(TYPE.alarm, 'UsersClearUserAgeAlarm', gone),
  'what reads a stream rings when it falls behind': () => changed(TYPE.alarm, 'UsersIteratorAgeAlarm', gone),
  'a function rings when it fails or is throttled': () => changed(TYPE.alarm, 'GatewayThrottlesAlarm', gone),
  'a state machine rings at each way to end badly': () => changed(TYPE.alarm, 'OrderSagaTimedoutAlarm', gone),
  'an API rings when it fails and when it is slow': () => changed(TYPE.alarm, 'Api5xxAlarm', gone),
  'what is called by the clock rings when it is not called any more': () =>
    changed(TYPE.alarm, 'InventoryAskOverdueSilentAlarm', (inputs) => ({
      ...inputs,
      treatMissingData: 'notBreaching',
    })),
  'an alarm does not ring on a new stage': () =>
    changed(TYPE.alarm, 'OrdersClearParkedMissingAlarm', (inputs) => ({
      ...inputs,
      treatMissingData: 'breaching',
    })),
};

const namesOf = (all: Resource[]) => [...new Set(allBroken(RULES, all).map(({ rule }) => rule.name))];

describe('the plan of production', () => {
  it('is what is checked in, which `npm run plan -- write` writes', () => {
    const file = new URL('../../stages/production.plan.txt', import.meta.url);
    const written = readFileSync(file, 'utf8').trimEnd().split('\n');
    const stale = changedLines(written, summaryOf('production', resources, 'shop'));
    expect(stale, 'stages/production.plan.txt is stale: npm run plan -- write').toEqual([]);
  });

  it('breaks no rule', () => {
    const faults = allBroken(RULES, resources).map(({ rule, urn, fault }) => `${rule.name}: ${urn} ${fault}`);
    expect(faults).toEqual([]);
  });

  it.each(RULES)('has what it is about that $name', (rule) => {
    expect(resources.some((resource) => rule.about(resource, resources))).toBe(true);
  });

  it.each(RULES)('is told apart from one that breaks it: $name', ({ name, because, remedy }) => {
    expect(namesOf(BROKEN[name]!())).toContain(name);
    expect(because.length).toBeGreaterThan(10);
    expect(remedy.length).toBeGreaterThan(10);
  });
});
