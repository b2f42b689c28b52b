import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { run } from '../../packages/command-line/process-run.ts';
import { ShopDriver } from '../shop-driver/shop-driver.ts';
import { ShopUser } from '../shop-driver/shop-user.ts';
import type { DemoResult } from './demo.ts';
import { nextLines } from './print.ts';

let server: Server;
afterEach(() => void server.close());

it('prints curl lines that work when they are pasted', async () => {
  const seen: string[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { authorization = '-', 'idempotency-key': key } = request.headers;
      seen.push(`${request.method} ${request.url} ${authorization} ${key ? 'keyed' : '-'} ${body}`);
      response.end('{"accessToken":"t0ken"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop`;
  const customer = new ShopUser(new ShopDriver('http://127.0.0.1:1'), {
    id: 'ada',
    token: 'of nobody',
    credentials: { email: 'ada@example.com', password: 'p-a_ss' },
  });
  const product = { sku: 'cup', name: 'Cup', price: { amount: 1, currency: 'EUR' } };
  const staff = '{"email":"staff@example.com","password":"of the shop"}';
  const result = { product, customers: [customer], orders: [], claims: [] } satisfies DemoResult;
  const script = nextLines(result, { api, saga: 'arn', staff, console: '' }).filter((line) =>
    /^ {2}(curl|TOKEN|STAFF)/.test(line),
  );
  await paste(script.join('\n'));
  expect(seen).toEqual([
    'GET /shop/products - - ',
    'POST /shop/auth/token - - {"email":"ada@example.com","password":"p-a_ss"}',
    'POST /shop/orders Bearer t0ken keyed {"items":[{"sku":"cup","quantity":1}]}',
    'GET /shop/orders Bearer t0ken - ',
    'GET /shop/payments/account Bearer t0ken - ',
    'POST /shop/auth/token - - {"email":"staff@example.com","password":"of the shop"}',
    'GET /shop/users?email=ada@example.com Bearer t0ken - ',
  ]);
});

it('names the commands that tell the life of the order that was undone', () => {
  const customer = { credentials: { email: 'ada@example.com', password: 'p' } };
  const order = (status: string) => ({ order: { id: `id-${status}`, status } });
  const result = {
    product: { sku: 'cup' },
    customers: [customer],
    orders: ['CONFIRMED', 'CANCELLED'].map(order),
  };
  const lines = nextLines(result as unknown as DemoResult, { api: '', saga: '', console: '' }, 'localstack');
  expect(lines.filter((line) => line.includes('id-'))).toEqual([
    '  ENGINE=localstack npm run saga -- explain id-CANCELLED',
    '  ENGINE=localstack npm run logs -- --order id-CANCELLED',
    '  ENGINE=localstack npm run traces -- --order id-CANCELLED',
  ]);
});

/** Runs it in a shell, while this process goes on answering. */
async function paste(script: string): Promise<void> {
  const { code, output } = await run('bash', ['-c', script]);
  expect(`${code} ${output}`).toMatch(/^0 /);
}
