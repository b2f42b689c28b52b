import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { OPERATIONS } from '../../../functions/contracts/http/operations.ts';
import { type BadCall, badCalls } from './bad-calls.ts';

const tokens = { customer: 'c', staff: 's', oncall: 'o' };
const operations = Object.values(OPERATIONS).flat();

const parsed = ([, { body }]: BadCall): unknown => {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
};

describe('badCalls', () => {
  it.each(operations.filter(({ body }) => body).map((operation) => [operation.id, operation] as const))(
    'makes no body for %s that its schema takes',
    (_, operation) => {
      const bodies = badCalls(operation, tokens).filter(
        ([, { body }, status]) => status === 400 && typeof body === 'string',
      );
      const taken = bodies.filter((call) => z.safeParse(operation.body!, parsed(call)).success);
      expect(bodies.length).toBeGreaterThan(8);
      expect(taken.map(([what]) => what)).toEqual([]);
    },
  );

  it('leaves out, mistypes and lengthens each field, at every depth', () => {
    const [order] = operations.filter(({ id }) => id === 'placeOrder');
    const all = badCalls(order!, tokens).map(([what, , status]) => `${status} ${what}`);
    expect(all).toEqual(
      expect.arrayContaining([
        '401 no token',
        '403 a token of oncall',
        '400 /items is missing',
        '400 /items/0/quantity is missing',
        '400 /items/0/quantity is a number beyond doubles',
        '400 /items/0 has an unknown field',
        '400 /items has too many items',
        '400 no Idempotency-Key',
        '413 more than fits',
        '415 text',
      ]),
    );
  });
});
