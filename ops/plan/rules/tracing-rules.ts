import type { Resource } from '@serverless-orders/localstack';
import { allowing, type Rule } from './rule.ts';

const SENDS = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const SAMPLES = ['xray:GetSamplingRules', 'xray:GetSamplingTargets'];

const FUNCTION = 'aws:lambda/function:Function';
const MACHINE = 'aws:sfn/stateMachine:StateMachine';

/** Whether a statement is about sending traces and nothing else. Only then AWS lets it name no resource. */
export const isTracing = ({ Action = [] }: { Action?: string | string[] }): boolean =>
  [Action].flat().length > 0 && [Action].flat().every((action) => [...SENDS, ...SAMPLES].includes(action));

/** What a role may do in X-Ray, by its policies in the state of a deployment. */
function tracingOf(all: Resource[], arn: unknown): string[] {
  const role = all.find(({ type, outputs }) => type === 'aws:iam/role:Role' && outputs.arn === arn);
  const inline = (role?.inputs.inlinePolicies ?? []) as { policy?: unknown }[];
  const attached = all.filter(
    ({ type, inputs }) => type === 'aws:iam/rolePolicy:RolePolicy' && inputs.role === role?.outputs.name,
  );
  return [...inline.map(({ policy }) => policy), ...attached.map(({ inputs }) => inputs.policy)]
    .flatMap(allowing)
    .flatMap(({ Action = [] }) => Action)
    .filter((action) => action.startsWith('xray:'))
    .sort();
}

/** What is missing of what a role has to be allowed, and what it is allowed beyond it. */
const unlike = (found: string[], wanted: string[]): string[] => [
  ...wanted.filter((action) => !found.includes(action)).map((action) => `may not ${action}`),
  ...found.filter((action) => !wanted.includes(action)).map((action) => `may ${action}`),
];

export const TRACING_RULES: Rule[] = [
  {
    name: 'a function is traced, and may send what it records, and nothing else of X-Ray',
    because: 'the way of a request ends where a function is not traced',
    remedy: 'declare it by Service.function()',
    about: ({ type, external }) => type === FUNCTION && !external,
    wrong: ({ inputs }, all) => [
      ...((inputs.tracingConfig as { mode?: string } | undefined)?.mode === 'Active'
        ? []
        : ['is not traced']),
      ...unlike(tracingOf(all, inputs.role), SENDS),
    ],
  },
  {
    name: 'a state machine is traced, and may send what it records and ask for sampling rules',
    because: 'an order cannot be followed through its saga',
    remedy: 'give its role machineTracing(), and enable tracingConfiguration',
    about: ({ type }) => type === MACHINE,
    wrong: ({ inputs }, all) => [
      ...((inputs.tracingConfiguration as { enabled?: boolean } | undefined)?.enabled
        ? []
        : ['is not traced']),
      ...unlike(tracingOf(all, inputs.roleArn), [...SENDS, ...SAMPLES].sort()),
    ],
  },
  {
    name: 'a stage of an API is traced',
    because: 'traces would begin behind the gateway',
    remedy: 'set xrayTracingEnabled on the stage',
    about: ({ type }) => type === 'aws:apigateway/stage:Stage',
    wrong: ({ inputs }) => (inputs.xrayTracingEnabled === true ? [] : ['is not traced']),
  },
];
