import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Definition, enteredAt, type State, stepsOf, withPauses, withSteps } from './definition.ts';

const saga = JSON.parse(
  readFileSync(new URL('../../state-machines/order-saga.asl.json', import.meta.url), 'utf8'),
) as Definition;

const UNDO_CHAIN = [
  'RefundPayment',
  'ReleaseInventory',
  'CancelOrder',
  'ReleaseBeforeParking',
  'ParkOrder',
  'Parked',
];

const rulesOf = ({ Retry = [] }: State) => Retry.filter((rule) => rule.MaxAttempts > 0);

describe('enteredAt', () => {
  it('keeps the undo chain as it is, and nothing else', () => {
    const undo = enteredAt(saga, 'RefundPayment');

    expect(undo.StartAt).toBe('RefundPayment');
    expect(Object.keys(undo.States).sort()).toEqual([...UNDO_CHAIN].sort());
    for (const name of UNDO_CHAIN) expect(undo.States[name]).toEqual(saga.States[name]);
    expect(undo.TimeoutSeconds).toBe(saga.TimeoutSeconds);
  });
});

describe('stepsOf', () => {
  it('are those of the whole saga', () => {
    expect(stepsOf(saga).sort()).toEqual([
      'CancelOrder',
      'ChargePayment',
      'ConfirmOrder',
      'ParkOrder',
      'RefundPayment',
      'ReleaseInventory',
      'ReserveInventory',
    ]);
  });

  it('of what undoes reserve, charge and confirm nothing', () => {
    expect(stepsOf(enteredAt(saga, 'RefundPayment')).sort()).toEqual([
      'CancelOrder',
      'ParkOrder',
      'RefundPayment',
      'ReleaseInventory',
    ]);
  });
});

describe('withPauses', () => {
  it('changes nothing by the factor of AWS', () => {
    expect(withPauses(saga, 1)).toEqual(saga);
  });

  it('makes pauses shorter, in whole seconds of at least one, and leaves time limits and attempts', () => {
    const quick = withPauses(saga, 0.05);
    for (const [name, state] of Object.entries(quick.States)) {
      expect(state.TimeoutSeconds).toBe(saga.States[name]!.TimeoutSeconds);
      for (const [index, rule] of rulesOf(state).entries()) {
        const original = rulesOf(saga.States[name]!)[index]!;
        expect(rule.MaxAttempts).toBe(original.MaxAttempts);
        expect(rule.IntervalSeconds).toBe(1);
        expect(rule.MaxDelaySeconds).toBe(original.MaxDelaySeconds! * 0.05);
      }
    }
  });

  it('scales waits too', () => {
    const machine = { StartAt: 'A', TimeoutSeconds: 9, States: { A: { Type: 'Wait', Seconds: 100 } } };
    expect(withPauses(machine, 0.1).States.A).toEqual({ Type: 'Wait', Seconds: 10 });
  });
});

describe('withSteps', () => {
  it('fills in every step, and refuses one that nobody declares', () => {
    const names = ['ReserveInventory', 'ChargePayment', 'ConfirmOrder', 'RefundPayment', 'ReleaseInventory'];
    const arns = Object.fromEntries(
      [...names, 'CancelOrder', 'ParkOrder'].map((name) => [name, `arn:${name}`]),
    );
    const filled = JSON.parse(withSteps(saga, arns)) as { States: Record<string, { Parameters?: object }> };

    expect(filled.States.ReserveInventory?.Parameters).toHaveProperty('FunctionName', 'arn:ReserveInventory');
    expect(filled.States.ReleaseBeforeParking?.Parameters).toHaveProperty(
      'FunctionName',
      'arn:ReleaseInventory',
    );
    expect(() => withSteps(saga, { ...arns, ParkOrder: '' })).toThrow('ParkOrder');
  });
});
