import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { enforcesIam } from '../support/enforces-iam.ts';
import { clientConfig } from '../support/engine.ts';
import { statesOf } from '../support/executions.ts';
import { soundBalances } from '../support/ledger.ts';
import { scanService, shopOutputs } from '../support/outputs.ts';
import { STAGE } from '../support/stage.ts';

const outputs = shopOutputs();
const shop = new ShopDriver(outputs.api);
const iam = new IAMClient(clientConfig());
const lambda = new LambdaClient(clientConfig());
const CUP = 'espresso-cup';
const PRICE = 1_250;

let customer: ShopUser;
beforeAll(async () => {
  customer = await shop.customer(10 * PRICE);
});

const given: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(given.splice(0).map((giveBack) => giveBack())));

/** Takes the policies of a function's role away, until the test is over. */
async function takePolicies(name: string): Promise<void> {
  const { Role = '' } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: `shop-${STAGE}-${name}` }),
  );
  const RoleName = Role.split('/').at(-1)!;
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  expect(PolicyNames).not.toEqual([]);
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    given.push(() =>
      iam.send(
        new PutRolePolicyCommand({
          RoleName,
          PolicyName,
          PolicyDocument: decodeURIComponent(PolicyDocument),
        }),
      ),
    );
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
}

describe.skipIf(!enforcesIam())('on an engine that enforces IAM', () => {
  it('a step without its permissions is denied by AWS, and the order is undone to the cent and the cup', async () => {
    const before = await shop.stock(CUP);
    await takePolicies('payments-charge-payment');

    const { body } = await customer.order([{ sku: CUP, quantity: 2 }]);
    const order = await customer.settled(body.id);

    expect(order.status).toBe('CANCELLED');
    expect(await statesOf(outputs.saga, body.id)).toEqual(
      expect.arrayContaining(['ReserveInventory', 'ChargePayment', 'RefundPayment', 'ReleaseInventory']),
    );
    expect(await shop.stock(CUP)).toEqual(before);
    expect(soundBalances(await scanService('payments')).get(customer.id)).toBe(10 * PRICE);
  });

  it('with its permissions back the next order is confirmed', async () => {
    const { body } = await customer.order([{ sku: CUP, quantity: 1 }]);
    expect((await customer.settled(body.id)).status).toBe('CONFIRMED');
  });
});
