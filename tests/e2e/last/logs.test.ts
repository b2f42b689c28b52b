import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../client/shop.ts';
import { type Line, tell } from '../../../ops/logs/line.ts';
import { SourceFrames } from '../../../ops/logs/source-frames.ts';
import { StageLogs } from '../../../ops/logs/stage-logs.ts';
import { Thread } from '../../../ops/logs/thread.ts';
import { ShopDriver } from '../../../ops/shop-driver/shop-driver.ts';
import { inRoot } from '../../../paths.ts';
import { clientConfig, until } from '../../support/engine.ts';
import { leaksIn } from '../../support/leaks.ts';
import { mailTo } from '../../support/mailbox.ts';
import { shopOutputs } from '../../support/outputs.ts';
import { allSaid, type Said } from '../../support/said-secrets.ts';
import { STAGE } from '../../support/stage.ts';

const shop = new ShopDriver(shopOutputs().api);
const lambda = new LambdaClient(clientConfig());
const open = () => StageLogs.open({ stage: STAGE, prefix: `shop-${STAGE}-`, config: clientConfig() });

/** It is the last file: what all others have done is in the logs. */
describe('the logs of all functions', () => {
  let lines: Line[];
  let said: Said[];
  let logs: StageLogs;
  let order: Order;

  beforeAll(async () => {
    // Whatever ran before: somebody registers, signs in, mistypes, orders, and an email is sent.
    const person = {
      email: `${randomUUID()}@example.com`,
      password: randomUUID(),
      name: `Ada ${randomUUID()}`,
    };
    await shop.client.registerUser({ body: person, throwOnError: true });
    const { email, password } = person;
    await shop.client.createToken({ body: { email, password: randomUUID() } });
    const { data: tokens } = await shop.client.createToken({ body: { email, password }, throwOnError: true });
    await shop.client.refreshToken({ body: { refreshToken: tokens.refreshToken } });
    const customer = await shop.customer(10_000);
    const { data: products } = await shop.client.listProducts({ throwOnError: true });
    const placed = await customer.order([{ sku: products.items[0]!.sku, quantity: 1 }]);
    order = await customer.settled(placed.body.id);
    await until(async () => (await mailTo(person.email)).length > 0, { what: 'the welcome email' });
    logs = await open();
    lines = await logs.search({ functions: logs.functions, from: 0 });
    said = allSaid();
  });

  it("hold nothing that people have said and heard in confidence, and nobody's name or address", () => {
    for (const kind of ['password', 'token', 'email', 'name'])
      expect(said.filter((one) => one.kind === kind).length, kind).toBeGreaterThan(0);
    const wrote = new Set(lines.filter((line) => !tell(line).isMachine).map(({ fn }) => fn));
    expect([...wrote]).toEqual(
      expect.arrayContaining(['users-register-user', 'users-create-token', 'notifications-follow-user']),
    );
    expect(leaksIn(lines, said)).toEqual([]);
  });

  it('would be found wanting: each thing that was said is found in a line that says it', () => {
    const planted = said.map(({ text }) => ({
      fn: 'users-leak',
      text: JSON.stringify({ message: `for "${text}"` }),
    }));
    const missed = said.filter((one, index) => leaksIn([planted[index]!], [one]).length === 0);
    expect(missed).toEqual([]);
  });

  it('say on which line of which TypeScript file a deployed function has thrown', async () => {
    const FunctionName = `shop-${STAGE}-orders-confirm-order`;
    const marker = randomUUID();
    await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ orderId: { marker } }) }));
    const source = 'functions/platform/step.ts';
    const line =
      readFileSync(inRoot(source), 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('schema.parse(event)')) + 1;
    const frames = new SourceFrames();
    const fn = logs.functions.filter(({ name }) => name === FunctionName);
    const stack = await until(
      async () => {
        const found = await logs.search({ functions: fn, terms: ['ZodError'], from: 0 });
        return found
          .map(({ text }) => frames.resolve(text))
          .find((text) => text.includes(`${source}:${line}:`));
      },
      { what: `a stack with ${source}:${line}` },
    );
    expect(stack).not.toContain('.mjs:1:');
    expect(frames.hint()).toBeUndefined();
  });

  it('tell an order through all functions that had to do with it, in order of time', async () => {
    const wanted = [
      'orders-place-order',
      'inventory-reserve-inventory',
      'payments-charge-payment',
      'orders-confirm-order',
      'inventory-settle-reservation',
    ];
    const told = await until(
      async () => {
        const found = await new Thread(logs, { order: order.id }).read(Date.parse(order.createdAt) - 60_000);
        return wanted.every((fn) => found.some((line) => line.fn === fn)) ? found : undefined;
      },
      { what: `lines of ${wanted.join(', ')}` },
    );
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted((one, other) => one - other));
    expect(told.filter((line) => !tell(line).isMachine && tell(line).fields.orderId !== order.id)).toEqual(
      [],
    );
  });
});
