import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROWS } from './rows.ts';

const { States } = JSON.parse(
  readFileSync(new URL('../../state-machines/order-saga.asl.json', import.meta.url), 'utf8'),
) as { States: Record<string, { Parameters?: { FunctionName: string } }> };

/** What the tasks of the saga invoke, each once: `${ChargePayment}` -> `ChargePayment`. */
const steps = new Set(
  Object.values(States).flatMap(({ Parameters }) => Parameters?.FunctionName.slice(2, -1) ?? []),
);

it.each([...steps])('%s meets every single fault', (step) => {
  const faults = ROWS.filter((row) => row.step === step).map(({ planned }) => planned.fault);
  expect(new Set(faults)).toEqual(
    new Set(['kill-before', 'kill-after', 'late-answer', 'throttle', 'duplicate', 'delay']),
  );
});
