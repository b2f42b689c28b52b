/**
 * How large is the console's page, and how soon does it show something when there is much to show? A table of so many orders and
 * a state machine of so many executions of their own, on the engine of the stage `local`, which has to run (`npm start`); they are
 * deleted again. What is claimed: at most 60 KiB, and the first page of orders, also in Chromium where that is, under a second at
 * the median. What looks through all of them is timed beside it.
 *
 *     node bench/console.ts [executions, 1000] [orders, 10000]
 */

import { gzipSync } from 'node:zlib';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { marshall } from '@aws-sdk/util-dynamodb';
import { chromium } from 'playwright-core';
import { failures } from '../console/api/failures.ts';
import { orders } from '../console/api/orders.ts';
import { Stage } from '../console/api/stage.ts';
import { buildPage } from '../console/server/page.ts';
import { serveStage } from '../console/start.ts';
import { findChromium } from '../console/tests/support/chromium.ts';
import type { Order } from '../functions/orders/order.ts';
import { orderKey } from '../functions/orders/order-item.ts';
import { OrderRepository } from '../functions/orders/repository.ts';
import { WaitingOrders } from '../functions/orders/waiting-orders.ts';
import { newId } from '../functions/platform/id.ts';
import { Table } from '../functions/platform/table.ts';
import { poll } from '../packages/command-line/wait.ts';
import { median } from './statistics.ts';

const NAME = 'bench-console';
const CLAIMED = 'the first page of orders';
const CLAIM_MS = 1_000;
const CLAIM_KIB = 60;
const TIMES = 7;
const [executions = 1_000, count = 10_000] = process.argv.slice(2).map(Number);

const stage = await Stage.open('local', { mayAct: false });
const sagas = await stage.sagas();
const table = new Table(NAME, stage.dynamodb);
const waiting = new WaitingOrders(table);

const ids = Array.from({ length: count }, () => newId());
const order = (id: string, index: number): Order => ({
  id,
  customerId: `customer-${index % 100}`,
  status: index % 3 === 0 ? 'CANCELLED' : 'CONFIRMED',
  items: [{ sku: 'cup', quantity: 1, unitPrice: { amount: 100, currency: 'EUR' } }],
  total: { amount: 100, currency: 'EUR' },
  createdAt: new Date().toISOString(),
  sequence: 2,
  ...(index % 3 === 0 && { reason: { code: index % 2 ? 'OutOfStock' : 'InsufficientFunds', message: '' } }),
});

async function seedOrders(): Promise<void> {
  const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType });
  await stage.dynamodb.send(
    new CreateTableCommand({
      TableName: NAME,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'waits', 'waitsSince'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'Waiting',
          KeySchema: [key('waits', 'HASH'), key('waitsSince', 'RANGE')],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  await waitUntilTableExists({ client: stage.dynamodb, maxWaitTime: 60 }, { TableName: NAME });
  for (let from = 0; from < count; from += 25) {
    const puts = ids.slice(from, from + 25).map((id, index) => ({
      PutRequest: { Item: marshall({ ...orderKey(id), ...order(id, from + index) }) },
    }));
    await stage.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [NAME]: puts } }));
  }
}

async function seedExecutions(stateMachineArn: string): Promise<void> {
  for (let from = 0; from < executions; from += 10)
    await Promise.all(
      ids
        .slice(from, Math.min(from + 10, executions))
        .map((name) => stage.sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: '{}' }))),
    );
  const isRunning = async () => {
    const running = await stage.sfn.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 }),
    );
    return running.executions?.length === 0;
  };
  if (!(await poll(isRunning, { timeoutMs: 120_000, everyMs: 500 }))) throw new Error('executions run still');
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return median(took);
}

/** What the browser loads, and how long it takes from the address to the first order, each time as somebody who comes anew. */
async function measurePage(seeded: Stage): Promise<void> {
  const running = await serveStage(seeded);
  const files = [...(await buildPage()).values()].map(({ body }) => gzipSync(body).length);
  const kib = files.reduce((sum, bytes) => sum + bytes, 0) / 1024;
  console.log(`${'the page, gzipped'.padEnd(30)} ${kib.toFixed(1).padStart(6)} KiB`);
  if (kib > CLAIM_KIB) process.exitCode = 1;
  const executablePath = findChromium();
  if (!executablePath)
    console.log('there is no Chromium here: the time to the first content is not measured');
  else {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const ms = await medianMs(async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(running.address);
      await page.locator('main tbody tr').first().waitFor();
      await context.close();
    });
    await browser.close();
    console.log(`${'first content in Chromium'.padEnd(30)} ${ms.toFixed(0).padStart(6)} ms`);
    if (ms > CLAIM_MS) process.exitCode = 1;
  }
  await running.close();
}

const { stateMachineArn = '' } = await stage.sfn.send(
  new CreateStateMachineCommand({
    name: NAME,
    definition: JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }),
    roleArn: 'arn:aws:iam::000000000000:role/bench',
  }),
);
try {
  await seedOrders();
  await seedExecutions(stateMachineArn);
  const seededSagas = async () => ({
    waiting,
    orders: new OrderRepository(table),
    machines: { ...sagas.machines, saga: stateMachineArn },
  });
  // The stage itself in everything but where its orders are.
  const seeded = new Proxy(stage, {
    get(target, name) {
      if (name === 'sagas') return seededSagas;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const asked: Record<string, () => Promise<unknown>> = {
    [CLAIMED]: () => orders.run(seeded, {}),
    'orders of one error': () => orders.run(seeded, { error: 'OutOfStock' }),
    'an order by a part of its id': () => orders.run(seeded, { id: ids[executions - 1]!.slice(-10) }),
    'failures by error': () => failures.run(seeded, {}),
  };
  for (const [what, work] of Object.entries(asked)) {
    const ms = await medianMs(work);
    console.log(`${what.padEnd(30)} ${ms.toFixed(0).padStart(6)} ms`);
    if (what === CLAIMED && ms > CLAIM_MS) process.exitCode = 1;
  }
  await measurePage(seeded);
} finally {
  await stage.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  await stage.dynamodb.send(new DeleteTableCommand({ TableName: NAME }));
}
