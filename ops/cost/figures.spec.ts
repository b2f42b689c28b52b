import { describe, expect, it } from 'vitest';
import { type Figures, growth, KINDS, OUTCOMES, smaller, total } from './figures.ts';
import { orderFigures } from './order-figures.ts';

const written = orderFigures().confirmed;
const changed = (kind: keyof Figures, who: string, by: number): Figures => {
  const copy = structuredClone(written);
  copy[kind][who] = (copy[kind][who] ?? 0) + by;
  return copy;
};

describe('What an order takes', () => {
  it('is written down of every outcome, of every kind', () => {
    for (const outcome of OUTCOMES)
      for (const kind of KINDS)
        expect(Object.keys(orderFigures()[outcome][kind]), `${outcome} ${kind}`).not.toEqual([]);
  });

  it.each<[kind: keyof Figures, who: string]>([
    ['writeUnits', 'orders-confirm-order Orders.Waiting'],
    ['calls', 'orders-confirm-order dynamodb GetItem'],
    ['invocations', 'orders-confirm-order'],
    ['messages', 'notifications-notify-order'],
    ['transitions', 'ConfirmOrder'],
    ['publishes', 'orders-publish-outbox order.confirmed'],
    ['writeUnits', 'orders-confirm-order SomethingNew'],
  ])('has grown by one more of %s of %s, which is named', (kind, who) => {
    expect(growth(written, changed(kind, who, 1))).toEqual([expect.stringContaining(`${kind} of ${who}: `)]);
  });

  it('has not grown when it is the same, or less', () => {
    expect(growth(written, written)).toEqual([]);
    expect(growth(written, changed('writeUnits', 'orders-confirm-order Orders', -1))).toEqual([]);
  });

  it('may have a tenth more of logs, since times and ids are longer and shorter', () => {
    const bytes = written.logBytes['orders-place-order']!;
    expect(growth(written, changed('logBytes', 'orders-place-order', Math.floor(bytes / 11)))).toEqual([]);
    expect(growth(written, changed('logBytes', 'orders-place-order', Math.ceil(bytes / 9)))).toHaveLength(1);
  });

  it('is the smaller of two counts, without what only one of them has', () => {
    const retried = changed('calls', 'orders-confirm-order sqs SendMessage', 1);
    expect(smaller(retried, changed('calls', 'orders-confirm-order dynamodb GetItem', 2))).toEqual(written);
    expect(total(written, 'transitions')).toBe(3);
  });
});
