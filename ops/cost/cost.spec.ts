import { describe, expect, it } from 'vitest';
import { billOf, sumOf, withoutTelemetry, writesOf } from './bill.ts';
import { cost, costs } from './command.ts';
import { DESIGNS } from './designs.ts';
import { type Figures, KINDS } from './figures.ts';
import { orderFigures } from './order-figures.ts';
import { PRICES } from './prices.ts';

const prices = PRICES['us-east-1']!;
const figures = (given: Partial<Record<keyof Figures, number>>): Figures =>
  Object.fromEntries(KINDS.map((kind) => [kind, given[kind] ? { one: given[kind] } : {}])) as Figures;

describe('A bill', () => {
  it.each<
    [what: Partial<Record<keyof Figures, number>>, service: keyof ReturnType<typeof billOf>, dollars: number]
  >([
    [{ transitions: 3 }, 'Step Functions', 75],
    [{ apiRequests: 1 }, 'API Gateway', 3.5],
    [{ writeUnits: 47, readUnits: 4 }, 'DynamoDB', 47 * 0.625 + 4 * 0.125],
    [{ publishes: 3 }, 'SNS', 1.5],
    [{ messages: 5 }, 'SQS', 6],
    [{ emails: 1 }, 'SES', 100],
    [{ logBytes: 8_200 }, 'CloudWatch Logs', 4.1],
    // 12 invocations, and 100 ms of half a gigabyte.
    [{ invocations: 12, calls: 10 }, 'Lambda', 2.4 + 0.106 * 0.5 * 13.3334],
  ])('of %j is of %s', (given, service, dollars) => {
    expect(billOf(figures(given), prices)[service]).toBeCloseTo(dollars, 3);
  });

  it('has less of what can be shared in batches of ten, and as much of what cannot', () => {
    const one = figures({
      invocations: 12,
      messages: 5,
      publishes: 3,
      writeUnits: 40,
      metricLines: 10,
      metricSeries: 15,
    });
    const [alone, shared] = [billOf(one, prices, 1), billOf(one, prices, 10)];
    expect(shared.SQS).toBeCloseTo(5 * 1.2 * 0.4);
    expect(shared.SNS).toBe(alone.SNS);
    expect(writesOf(one, 10)).toBeLessThan(writesOf(one, 1));
    expect(shared.Lambda).toBeLessThan(alone.Lambda / 2);
  });

  it('adds up', () => {
    const bill = billOf(orderFigures().confirmed, prices);
    expect(sumOf(bill)).toBeCloseTo(Object.values(bill).reduce((sum, dollars) => sum + dollars, 0));
    expect(sumOf(billOf(withoutTelemetry(orderFigures().confirmed), prices))).toBeLessThan(sumOf(bill));
  });
});

describe('npm run cost', () => {
  it('tells each service, the sum, the month, and the designs beside them', () => {
    const { lines, document } = costs({ orders: 5e6, region: 'eu-central-1' });
    const told = lines.join('\n');
    for (const part of [
      'eu-central-1',
      'Step Functions',
      '$75.00',
      '$375.00',
      'without email',
      ...DESIGNS.map(({ name }) => name),
    ])
      expect(told).toContain(part);
    expect(document).toMatchObject({ region: 'eu-central-1', orders: 5e6, pricedAt: '2026-11-28' });
  });

  it('asks more where AWS does', () => {
    const all = (region: string) => (costs({ region }).document as { perMonth: number }).perMonth;
    expect(all('eu-central-1')).toBeGreaterThan(all('us-east-1'));
  });

  it.each([
    [['--region', 'mars'], /there are no prices of "mars", only of us-east-1 and eu-central-1/],
    [['--orders', 'many'], /"many" is no number/],
    [['--orders=-1'], /is no number/],
    [['--orders', '0'], /"0" is no number/],
    [['--orders', '1e308'], /"1e308" is no number/],
    [['--orders', 'NaN'], /"NaN" is no number/],
    [['--orders', ''], /"" is no number/],
    [['--region', 'constructor'], /there are no prices of "constructor"/],
    [['--batch', '11'], /"11" is no number from 1 to 10/],
  ])('refuses %j', async (words, message) => {
    await expect(cost.run(words)).rejects.toThrow(message);
  });
});

describe('Public designs', () => {
  it.each(DESIGNS.map((design) => ({ design, name: design.name })))(
    '$name names where it was counted',
    ({ design }) => {
      expect(design.source).toMatch(/^github\.com\/[\w-]+\/[\w-]+ [0-9a-f]{7}/);
      expect(sumOf(billOf(design.figures, prices))).toBeGreaterThan(0);
    },
  );
});
