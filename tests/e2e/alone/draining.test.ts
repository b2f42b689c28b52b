import { createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { beforeAll, expect, it } from 'vitest';
import { UserService } from '../../../functions/contracts/rpc/users/v1/users_pb.ts';
import { ShopDriver } from '../../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../../ops/shop-driver/shop-user.ts';
import { withLivingInstance } from '../../support/breakers.ts';
import { until } from '../../support/engine.ts';
import { loggedSince } from '../../support/logged.ts';
import { Outage } from '../../support/outage.ts';
import { shopOutputs } from '../../support/outputs.ts';

const { api, staff } = shopOutputs();
const shop = new ShopDriver(api);
const outage = new Outage();
const users = createClient(UserService, createConnectTransport({ baseUrl: `${api}/rpc` }));

let oncall: ShopUser;

beforeAll(async () => {
  oncall = await shop.oncall(staff);
});

const getUser = ({ id, token }: ShopUser) =>
  users.getUser({ id }, { headers: { authorization: `Bearer ${token}` } });

/** Drains instance a of users while it is called, takes it away then, and brings it back. @returns what failed. */
async function drainUnderLoad(): Promise<unknown[]> {
  const failures: unknown[] = [];
  let calls = 0;
  let over = false;
  // Each by somebody else, so that nobody comes too often.
  const people = await Promise.all(Array.from({ length: 4 }, () => shop.customer()));
  const load = people.map(async (person) => {
    for (; !over; calls += 1) await getUser(person).catch((thrown) => failures.push(thrown));
  });
  try {
    await until(() => calls > 20, { what: 'load' });
    const drained = await oncall.call('POST /registry/users/a/drain', { body: { reason: 'tried out' } });
    expect(drained.body).toMatchObject({ drained: true, reason: 'tried out' });
    await until(async () => (await loggedSince('users-rpc-a', 'call', 4_000)) === 0, {
      what: 'the drained instance to get no more calls',
    });
    // From here on a call to it would fail.
    await outage.begin('users-rpc-a');
    const before = calls;
    await until(() => calls > before + 50, { what: 'more load' });
  } finally {
    over = true;
    await Promise.all(load);
    await outage.end();
    await oncall.call('POST /registry/users/a/restore');
  }
  return failures;
}

it('an instance is drained under load, without a failed call', async () => {
  expect(await withLivingInstance({ living: 'users/b', attempt: drainUnderLoad })).toEqual([]);

  const { body } = await oncall.call<{ items: { service: string; cell: string; drained: boolean }[] }>(
    'GET /registry',
  );
  const instance = body.items.find((one) => one.service === 'users' && one.cell === 'a');
  expect(instance).toMatchObject({ drained: false });
}, 600_000);
