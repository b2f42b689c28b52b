import type { Resource } from '@serverless-orders/localstack';
import { describe, expect, it } from 'vitest';
import { resource } from './made-resource.ts';
import { violations } from './rule.ts';
import { isTracing, TRACING_RULES } from './tracing-rules.ts';

const ROLE = 'arn:aws:iam::123456789012:role/place-order';
const SENDS = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
const ALL = [...SENDS, 'xray:GetSamplingRules', 'xray:GetSamplingTargets'];

const role = (Action: string[]) => {
  const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: ['*'] }] });
  return resource('aws:iam/role:Role', { inlinePolicies: [{ name: 'inline', policy }] }, { arn: ROLE });
};
const fn = (mode?: string) =>
  resource('aws:lambda/function:Function', { role: ROLE, ...(mode && { tracingConfig: { mode } }) });
const machine = (enabled?: boolean) =>
  resource('aws:sfn/stateMachine:StateMachine', { roleArn: ROLE, tracingConfiguration: { enabled } });
const stage = (xrayTracingEnabled?: boolean) =>
  resource('aws:apigateway/stage:Stage', { xrayTracingEnabled });

/** Rule, what is looked at, what is wrong with it. */
const CASES: [rule: number, what: string, resources: Resource[], wrong: string[]][] = [
  [0, 'as it should be', [fn('Active'), role(SENDS)], []],
  [0, 'that passes through', [fn('PassThrough'), role(SENDS)], ['is not traced']],
  [0, 'that says nothing', [fn(), role(SENDS)], ['is not traced']],
  [0, 'that may send nothing', [fn('Active'), role([])], ['may not xray:PutTel', 'may not xray:PutTra']],
  [
    0,
    'that may read traces',
    [fn('Active'), role([...SENDS, 'xray:BatchGetTraces'])],
    ['may xray:BatchGetTraces'],
  ],
  [0, 'that may do anything', [fn('Active'), role([...SENDS, 'xray:*'])], ['may xray:*']],
  [1, 'as it should be', [machine(true), role(ALL)], []],
  [1, 'that is not traced', [machine(false), role(ALL)], ['is not traced']],
  [
    1,
    'that cannot ask',
    [machine(true), role(SENDS)],
    ['may not xray:GetSamplingR', 'may not xray:GetSamplingT'],
  ],
  [2, 'as it should be', [stage(true)], []],
  [2, 'that is not traced', [stage(false)], ['is not traced']],
  [2, 'that says nothing', [stage()], ['is not traced']],
];

describe.each(TRACING_RULES.map(({ name }, index) => ({ name, index })))('$name', ({ index }) => {
  it.each(CASES.filter(([rule]) => rule === index))('%s: %s', (_, __, resources, wrong) => {
    const found = violations(TRACING_RULES[index]!, resources);
    expect(found).toHaveLength(wrong.length);
    for (const fault of wrong) expect(found.join()).toContain(fault);
  });
});

it.each([
  [SENDS, true],
  [ALL, true],
  [['xray:PutTraceSegments', 'xray:*'], false],
  [['dynamodb:GetItem'], false],
  [[], false],
])('of %j alone is tracing: %s', (Action, expected) => {
  expect(isTracing({ Action })).toBe(expected);
});
