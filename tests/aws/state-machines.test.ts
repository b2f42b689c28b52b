import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { productionResources } from '../support/production.ts';

const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f' };

const machine = (States: Record<string, object>, StartAt = 'A') => ({ StartAt, States });

/** Definitions that Step Functions refuses. */
const WRONG: [what: string, definition: object][] = [
  ['a first state that is not there', machine({ A: { ...task, End: true } }, 'B')],
  ['a next state that is not there', machine({ A: { ...task, Next: 'B' }, C: { Type: 'Succeed' } })],
  ['a state that nothing leads to', machine({ A: { ...task, End: true }, B: { Type: 'Succeed' } })],
  ['no end', machine({ A: { ...task, Next: 'A' } })],
  ['a type that is none', machine({ A: { Type: 'Tasks', End: true } })],
  ['a path that is none', machine({ A: { ...task, ResultPath: 'result', End: true } })],
  [
    'a catch that leads nowhere',
    machine({ A: { ...task, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }], End: true } }),
  ],
  ['a field that is none', machine({ A: { ...task, Timeout: 5, End: true } })],
];

describe('every state machine of production, by asl-validator', () => {
  it.each(WRONG)('finds %s', (_what, definition) => {
    expect(validate(definition).isValid).toBe(false);
  });

  it('is valid', () => {
    const machines = productionResources().filter(({ type }) => type === 'aws:sfn/stateMachine:StateMachine');
    expect(machines.map(({ inputs }) => inputs.name)).toEqual(
      expect.arrayContaining(['shop-production-order-saga', 'shop-production-order-undo']),
    );
    for (const { inputs } of machines)
      expect(validate(JSON.parse(String(inputs.definition)))).toMatchObject({ isValid: true, errors: [] });
  });
});
