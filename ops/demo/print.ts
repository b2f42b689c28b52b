import { describePath } from '../executions/path.ts';
import type { DemoOutputs, DemoResult } from './demo.ts';

/** The three orders and the proof, as lines. */
export function demoLines({ orders, claims }: DemoResult): string[] {
  return [
    '',
    ...orders.flatMap(({ title, order, run }, index) => [
      `${index + 1}. ${title}: ${order.status}${order.reason ? ` (${order.reason.code})` : ''} in ${run.durationMs} ms`,
      `   ${describePath(run.path)}`,
    ]),
    '',
    'Does it add up?',
    ...claims.map(({ text, holds }) => `  ${holds ? '✓' : '✗'} ${text}`),
  ];
}

/** Where to look, and lines that work when they are pasted into a shell, one after the other. */
export function nextLines(
  { product, customers, orders }: DemoResult,
  outputs: DemoOutputs & { console: string },
  engine?: string,
): string[] {
  const { email, password } = customers[0]!.credentials;
  const onEngine = engine ? `ENGINE=${engine} ` : '';
  const undone = orders.find(({ order }) => order.status === 'CANCELLED');
  const json = (value: unknown) => `'${JSON.stringify(value)}'`;
  const type = `-H 'content-type: application/json'`;
  const auth = `-H "authorization: Bearer $TOKEN"`;
  const order = json({ items: [{ sku: product.sku, quantity: 1 }] });
  const signIn = (body: string) => `$(curl -s ${outputs.api}/auth/token ${type} -d ${body} | ${token})`;
  const token = `node -p 'JSON.parse(require("fs").readFileSync(0)).accessToken'`;
  return [
    '',
    'Where to look',
    `  console ${outputs.console}`,
    `  api     ${outputs.api}`,
    `  saga    ${outputs.saga}`,
    '',
    'What to try next (paste it)',
    `  curl -s ${outputs.api}/products`,
    `  TOKEN=${signIn(json({ email, password }))}`,
    `  curl -s ${outputs.api}/orders ${auth} ${type} -H "idempotency-key: $RANDOM-$RANDOM" -d ${order}`,
    `  curl -s ${outputs.api}/orders ${auth}`,
    `  curl -s ${outputs.api}/payments/account ${auth}`,
    ...(outputs.staff === undefined
      ? []
      : [
          `  STAFF=${signIn(`'${outputs.staff}'`)}`,
          `  curl -s '${outputs.api}/users?email=${email}' -H "authorization: Bearer $STAFF"`,
        ]),
    ...(undone
      ? ['saga -- explain', 'logs -- --order', 'traces -- --order'].map(
          (words) => `  ${onEngine}npm run ${words} ${undone.order.id}`,
        )
      : []),
    '  npm run status',
    '  npm stop',
    '',
  ];
}
