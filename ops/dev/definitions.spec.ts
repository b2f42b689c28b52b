import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../paths.ts';
import { machinesOf, stepsOf, withSteps } from '../../stacks/saga/definition.ts';
import { replacedDefinitions } from './definitions.ts';

const PAUSES = 0.05;
const before = readFileSync(inRoot('state-machines', 'order-saga.asl.json'), 'utf8');
const machines = machinesOf(before, PAUSES);
const arns = Object.fromEntries(stepsOf(machines.saga).map((step) => [step, `arn:${step}`]));
const deployed = { saga: withSteps(machines.saga, arns), undo: withSteps(machines.undo, arns) };
const replaced = (after: string, more: { deployed?: typeof deployed; pauses?: number } = {}) =>
  replacedDefinitions({ before, after, deployed, pauses: PAUSES, ...more });

describe('replacedDefinitions', () => {
  it('has the functions and pauses of the deployment', () => {
    const after = before.replace('"TimeoutSeconds": 21600', '"TimeoutSeconds": 21599');
    expect(replaced(after)).toEqual({
      saga: deployed.saga.replace('21600', '21599'),
      undo: deployed.undo.replace('21600', '21599'),
    });
  });

  it('is what is deployed when the file is as it was', () => {
    expect(replaced(before)).toEqual(deployed);
  });

  it.each<[what: string, after: string, more?: Parameters<typeof replaced>[1]]>([
    ['a machine calls another step', before.replaceAll('{ConfirmOrder}', '{ReserveInventory}')],
    ['the file is none', before.slice(1)],
    ['the undo chain has gone', before.replace('"RefundPayment": {', '"Refund": {')],
    ['somebody has deployed another file', before, { deployed: { ...deployed, undo: deployed.saga } }],
    ['the stage has other pauses', before, { pauses: 1 }],
  ])('is left to a deployment when %s', (_what, after, more) => {
    expect(replaced(after, more)).toBeUndefined();
  });
});
