import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUSINESS_REJECTIONS, reasonOf } from './business-rejections.ts';
import { LIMITS } from './limits.ts';

interface State {
  Type: string;
  Resource?: string;
  Next?: string;
  End?: boolean;
  TimeoutSeconds?: number;
  Parameters?: { FunctionName: string };
  Retry?: { ErrorEquals: string[]; MaxAttempts: number; JitterStrategy?: string; MaxDelaySeconds?: number }[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath: string }[];
}

const saga = JSON.parse(
  readFileSync(new URL('../../state-machines/order-saga.asl.json', import.meta.url), 'utf8'),
) as { StartAt: string; States: Record<string, State>; TimeoutSeconds: number };
const states = Object.entries(saga.States);
const tasks = states.filter(([, state]) => state.Type === 'Task');
const named = tasks.flatMap(([, { Retry = [], Catch = [] }]) =>
  [...Retry, ...Catch].flatMap((rule) => rule.ErrorEquals),
);
const caught = new Set(named.filter((name) => name !== 'States.ALL'));

describe('order-saga.asl.json', () => {
  it('names the business rejections of the contract and no others', () => {
    expect([...caught].sort()).toEqual(Object.keys(BUSINESS_REJECTIONS).sort());
  });

  it('leads only to states that are there, and every state can be reached', () => {
    const next = ([, { Next, Catch = [] }]: [string, State]) => [Next, ...Catch.map((rule) => rule.Next)];
    const reached = new Set([saga.StartAt, ...states.flatMap(next).filter((name) => name !== undefined)]);
    expect([...reached].sort()).toEqual(states.map(([name]) => name).sort());
  });

  it('has a time limit on the whole that leaves every state on the longest way all of its attempts', () => {
    const longest = ({ TimeoutSeconds = 0, Retry = [] }: State) => {
      const { MaxAttempts, MaxDelaySeconds = 0 } = Retry.at(-1)!;
      const pauses = Array.from({ length: MaxAttempts }, (_, index) => Math.min(2 ** index, MaxDelaySeconds));
      return pauses.reduce((sum, pause) => sum + pause, (MaxAttempts + 1) * TimeoutSeconds);
    };
    const way = [
      ...['ReserveInventory', 'ChargePayment', 'ConfirmOrder'],
      ...['RefundPayment', 'ReleaseInventory', 'CancelOrder', 'ParkOrder'],
    ];
    const seconds = way.reduce((sum, name) => sum + longest(saga.States[name]!), 0);
    expect(seconds).toBeLessThan(saga.TimeoutSeconds);
    expect(seconds).toBeGreaterThan(saga.TimeoutSeconds / 2);
  });

  it('is over before anybody looks at an order that is still pending, and that is before inventory asks', () => {
    expect(saga.TimeoutSeconds).toBeLessThan(LIMITS.pendingSeconds);
    expect(LIMITS.pendingSeconds).toBeLessThan(LIMITS.reservationSeconds);
  });

  it.each(tasks)(
    '%s: limited in time, retried with capped full jitter, business rejections at once',
    (_, state) => {
      const rules = state.Retry ?? [];
      const rest = rules.at(-1);
      expect(state.TimeoutSeconds).toBeGreaterThan(0);
      expect(rest).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
      expect(rest).toMatchObject({ IntervalSeconds: 1, BackoffRate: 2 });
      expect(rest?.MaxDelaySeconds).toBeGreaterThan(0);
      for (const rule of rules.slice(0, -1)) expect(rule.MaxAttempts).toBe(0);
      for (const rule of rules.slice(0, -1))
        expect(rule.ErrorEquals.every((name) => name in BUSINESS_REJECTIONS)).toBe(true);
    },
  );

  it.each([
    ['ReserveInventory', 'ReleaseInventory'],
    ['ChargePayment', 'RefundPayment'],
    ['ConfirmOrder', 'RefundPayment'],
  ])('%s that fails for an unknown reason enters the undo chain at %s', (step, undo) => {
    const rest = saga.States[step]?.Catch?.find((rule) => rule.ErrorEquals.includes('States.ALL'));
    expect(rest?.Next).toBe(undo);
  });

  it.each([
    ['RefundPayment', 'ReleaseBeforeParking'],
    ['ReleaseInventory', 'ParkOrder'],
    ['ReleaseBeforeParking', 'ParkOrder'],
    ['CancelOrder', 'ParkOrder'],
  ])('%s that fails for good leads on to %s', (undo, next) => {
    expect(saga.States[undo]?.Catch).toEqual([
      expect.objectContaining({ ErrorEquals: ['States.ALL'], Next: next }),
    ]);
  });
});

describe('reasonOf', () => {
  it.each([
    ['OutOfStock', 'OutOfStock'],
    ['Sandbox.Timedout', 'TechnicalFailure'],
    ['toString', 'TechnicalFailure'],
    [undefined, 'TechnicalFailure'],
  ])('%s is told to the customer as %s', (name, code) => {
    expect(reasonOf(name)).toMatchObject({ code, message: expect.any(String) });
  });
});
