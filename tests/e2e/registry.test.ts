import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OrderService } from '../../functions/contracts/rpc/orders/v1/orders_pb.ts';
import { RegistryRepository } from '../../functions/registry/repository.ts';
import { registry } from '../../ops/registry/command.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { clientConfig, until } from '../support/engine.ts';
import { readRecords } from '../support/instances.ts';
import { Outage } from '../support/outage.ts';
import { shopOutputs } from '../support/outputs.ts';
import { printedBy } from '../support/printed.ts';
import { deployShop } from '../support/shop-setup.ts';
import { STAGE } from '../support/stage.ts';

const { api, staff: staffCredentials } = shopOutputs();
const shop = new ShopDriver(api);
const outage = new Outage();
const records = new RegistryRepository(shopOutputs().registry, new DynamoDBClient(clientConfig()));

interface InstanceView {
  service: string;
  cell: string;
  address: string;
  health: string;
  drained: boolean;
  reason?: string;
}

let customer: ShopUser;
let oncall: string;

const call = async (route: string, body?: unknown) =>
  (await shop.call<{ items: InstanceView[] } & InstanceView>(route, { token: oncall, body })).body;
const names = (instances: InstanceView[]) =>
  instances.map(({ service, cell }) => `${service}/${cell}`).sort();
const find = (instances: InstanceView[], name: string) =>
  instances.find((instance) => names([instance])[0] === name)!;
const checkNow = async (name: string) => find((await call('POST /registry/probe')).items, name);
const healthOf = async (service: string) =>
  (await shop.call<{ services: Record<string, string> }>('GET /health')).body.services[service];
async function running(): Promise<string[]> {
  const found: string[] = [];
  for await (const page of paginateListFunctions({ client: new LambdaClient(clientConfig()) }, {})) {
    for (const { FunctionName = '' } of page.Functions ?? []) {
      const [, service, instance] =
        new RegExp(`^shop-${STAGE}-([a-z]+)-rpc-([a-z])$`).exec(FunctionName) ?? [];
      if (service) found.push(`${service}/${instance}`);
    }
  }
  return found.sort();
}

beforeAll(async () => {
  customer = await shop.customer();
  oncall = (await shop.oncall(staffCredentials)).token;
});
afterEach(() => outage.end());

describe('the registry', () => {
  it('holds exactly the instances that run', async () => {
    const { items } = await call('GET /registry');
    expect(names(items)).toEqual(await running());
    expect(items.length).toBe(8);
    expect(items.filter(({ drained }) => drained)).toEqual([]);
  });

  it('knows what is down after three failed checks, and up after two', async () => {
    await checkNow('payments/b');
    expect(await checkNow('payments/b')).toMatchObject({ health: 'healthy' });
    await outage.begin('payments-rpc-b');
    const seen = [await checkNow('payments/b'), await checkNow('payments/b'), await checkNow('payments/b')];
    expect(seen.map(({ health }) => health)).toEqual(['degraded', 'degraded', 'down']);
    expect(seen[2]!.reason).toBeTruthy();
    await until(async () => (await healthOf('payments')) === 'degraded', { what: 'GET /health to tell' });

    await outage.end();
    const back = [await checkNow('payments/b'), await checkNow('payments/b')];
    expect(back.map(({ health }) => health)).toEqual(['down', 'healthy']);
    await until(async () => (await healthOf('payments')) === 'ok', { what: 'GET /health to tell' });
  });

  it('tells the public nothing of its instances', async () => {
    const { status, body } = await shop.call('GET /health');
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['status', 'services']);
    expect(JSON.stringify(body)).not.toMatch(/arn|rpc|shop-test/);
  });

  it('is used though nobody checks', async () => {
    const stale = {
      status: 'healthy' as const,
      since: '2020-01-01T00:00:00Z',
      checkedAt: '2020-01-01T00:00:00Z',
      failures: 0,
      successes: 9,
    };
    for (const instance of ['a', 'b']) await records.putHealth({ service: 'orders', instance }, stale);
    const orders = createClient(OrderService, createConnectTransport({ baseUrl: `${api}/rpc` }));
    const headers = { authorization: `Bearer ${customer.token}` };
    expect(await orders.listOrders({ customerId: customer.id }, { headers })).toMatchObject({ orders: [] });
  });
});

describe('npm run registry', () => {
  /** What it prints. */
  const run = async (...args: string[]) => {
    const { code, printed } = await printedBy(registry, ...args, '--stage', STAGE);
    expect(code).toBe(0);
    return printed;
  };

  it('drains, lists, checks and restores', async () => {
    expect(await run('drain', 'payments/a', '--reason', 'a trial')).toMatch(/payments\/a +drained .*a trial/);
    expect(await run('probe')).toMatch(/payments\/a +drained \(healthy\)/);
    expect(await run('list')).toContain(`8 instances on stage ${STAGE}, 1 drained`);
    expect(await run('restore', 'payments/a')).toMatch(/payments\/a +healthy/);
  });

  it('says which instances there are', async () => {
    await expect(run('drain', 'payments/z')).rejects.toMatchObject({
      line: expect.stringMatching(/^there is no instance payments\/z: name one of inventory\/a, /),
    });
  });
});

describe('an instance that is no longer deployed', () => {
  let isReduced = false;
  afterAll(async () => {
    if (isReduced) await deployShop();
  });

  it('leaves nothing behind in the registry, and comes back undrained', async () => {
    await call('POST /registry/inventory/b/drain', { reason: 'it goes' });
    isReduced = true;
    await deployShop({ INSTANCES_INVENTORY: '1' });
    expect(await running()).not.toContain('inventory/b');
    expect(names((await call('GET /registry')).items)).toEqual(await running());
    // A check that was under way may have noted it once more: the next one forgets it.
    await until(async () => !(await readRecords()).some((name) => name.endsWith('/inventory/b')), {
      what: 'what is noted about the instance to be gone',
    });

    await deployShop();
    isReduced = false;
    expect(find((await call('GET /registry')).items, 'inventory/b')).toMatchObject({ drained: false });
    expect(names((await call('GET /registry')).items)).toEqual(await running());
  });
});
