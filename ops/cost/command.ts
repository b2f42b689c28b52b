import { optional, UsageError } from '@serverless-orders/command-line/arguments';
import { columns } from '@serverless-orders/command-line/columns';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output } from '@serverless-orders/command-line/declaration';
import { billOf, SERVICES, sumOf, withoutTelemetry } from './bill.ts';
import { DESIGNS } from './designs.ts';
import { OUTCOMES, type Outcome } from './figures.ts';
import { orderFigures } from './order-figures.ts';
import { PRICED_AT, PRICES } from './prices.ts';

/** Where most are deployed. */
const REGION = 'us-east-1';
const MILLION = 1e6;

interface Question {
  orders?: number;
  region?: string;
  batch?: number;
}

/** `npm run cost -- --orders 5e6 --region eu-central-1`: what orders cost in AWS, by service, beside public designs. */
export const cost = command({
  name: 'cost',
  summary:
    'what orders cost in AWS by service, beside public designs (-- --orders 5e6 --region eu-central-1)',
  actions: {
    '': action({
      help: 'dollars for a million orders, and for a month of so many',
      json: true,
      options: {
        orders: optional('5e6', 'orders in a month; a million unless told', number(1, 1e12)),
        region: optional('region', `one of ${Object.keys(PRICES).join(', ')}; ${REGION} unless told`, region),
        batch: optional(
          '10',
          'batch size: messages, stream records or log lines for one invocation; 1 unless told, up to 10 under load',
          number(1, 10),
        ),
      },
      run: async (question: Question) => costs(question),
    }),
  },
});

/** What is asked for, as a table and as a document. */
export function costs({ orders = MILLION, region = REGION, batch = 1 }: Question): Output {
  const prices = PRICES[region]!;
  const bills = Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, billOf(orderFigures()[outcome], prices, batch)]),
  ) as Record<Outcome, ReturnType<typeof billOf>>;
  const bare = billOf(withoutTelemetry(orderFigures().confirmed), prices, batch);
  const month = (dollars: number) => (dollars * orders) / MILLION;
  const designs = DESIGNS.map(({ name, source, without, figures }) => {
    const bill = billOf(figures, prices, batch);
    return { name, source, without, bill, total: sumOf(bill) };
  });
  const { SES } = bills.confirmed;
  const total = sumOf(bills.confirmed);
  const rows = [
    ['', 'a million', 'a month', ...OUTCOMES.slice(1).map((outcome) => `of those ${outcome}`)],
    ...SERVICES.map((service) => [
      service,
      dollars(bills.confirmed[service]),
      dollars(month(bills.confirmed[service])),
      ...OUTCOMES.slice(1).map((outcome) => dollars(bills[outcome][service])),
    ]),
    [
      'all',
      dollars(total),
      dollars(month(total)),
      ...OUTCOMES.slice(1).map((outcome) => dollars(sumOf(bills[outcome]))),
    ],
    ['without email', dollars(total - SES), dollars(month(total - SES))],
    ['without telemetry and email', dollars(sumOf(bare) - SES), dollars(month(sumOf(bare) - SES))],
    ...designs.map((design) => [design.name, dollars(design.total), dollars(month(design.total))]),
  ];
  return {
    lines: [
      `confirmed orders of one line in ${region}, batches of ${batch}; prices of ${PRICED_AT}, without free tiers`,
      ...columns(rows, { figures: true }),
      ...designs.map(({ name, without, source }) => `${name}: without ${without} (${source})`),
    ],
    document: {
      region,
      orders,
      batch,
      pricedAt: PRICED_AT,
      perMillion: bills,
      withoutTelemetry: bare,
      perMonth: month(total),
      designs,
    },
  };
}

const dollars = (amount: number): string =>
  `$${amount.toLocaleString('en', amount < 1000 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { maximumFractionDigits: 0 })}`;

/** Reads a number, also one like 5e6. */
function number(from: number, to: number) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= from && value <= to) return value;
    throw new UsageError(`"${text}" is no number from ${from} to ${to}`);
  };
}

function region(text: string): string {
  if (Object.hasOwn(PRICES, text)) return text;
  throw new UsageError(`there are no prices of "${text}", only of ${Object.keys(PRICES).join(' and ')}`);
}
