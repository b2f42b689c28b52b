import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../functions/platform/hash-of.ts';
import { keyText } from '../../functions/platform/key.ts';
import { ChaosShop } from '../../ops/chaos/shop.ts';
import { type Figures, growth, type Outcome, smaller } from '../../ops/cost/figures.ts';
import { ORDER_FIGURES, orderFigures } from '../../ops/cost/order-figures.ts';
import { StageLogs } from '../../ops/logs/stage-logs.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { countOrder } from '../support/costs/count-order.ts';
import { RecordedCalls } from '../support/costs/recorded-calls.ts';
import { type StageParts, stageParts } from '../support/costs/stage-parts.ts';
import { clientConfig, engineEndpoint, until } from '../support/engine.ts';
import { openLinkMailedTo } from '../support/mailbox.ts';
import { partitionOf, shopOutputs } from '../support/outputs.ts';
import { STAGE } from '../support/stage.ts';

const outputs = shopOutputs();
const shop = new ChaosShop({ endpoint: engineEndpoint(), outputs });
const PRICE = 1_000;

/** What is written down of each outcome: `UPDATE_DOCS=1 npm test -- tests/e2e/order-costs` writes it. */
const written: Partial<Record<Outcome, Figures>> = orderFigures();

/** How each ends: with how much money, how many pieces of the ten that there are, and whether it is cancelled then. */
const ORDERS: [outcome: Outcome, funds: number, quantity: number, cancels: boolean][] = [
  ['confirmed', 10 * PRICE, 1, false],
  ['rejected', 10 * PRICE, 11, false],
  ['refused', 1, 1, false],
  ['cancelled', 10 * PRICE, 1, true],
];

/** An engine that the user has started keeps no record. */
describe.skipIf(process.env.AWS_ENDPOINT_URL)('what an order costs, by the record of the engine', () => {
  let parts: StageParts;
  let logs: StageLogs;
  const counted: Partial<Record<Outcome, Figures>> = {};

  beforeAll(async () => {
    [parts, logs] = await Promise.all([
      stageParts(),
      StageLogs.open({ stage: STAGE, prefix: `shop-${STAGE}-`, config: clientConfig() }),
    ]);
  });

  /** Somebody who gets emails, and of whom notifications has heard: otherwise it would hear of the order again, later. */
  async function addBuyer(funds: number): Promise<ShopUser> {
    const buyer = await shop.addBuyer(funds);
    await openLinkMailedTo(buyer.credentials.email, buyer.client);
    const contact = keyText('USER', buyer.id);
    await until(async () => (await partitionOf('notifications', contact))[0]?.emailVerified, {
      what: 'the address to be verified',
    });
    return buyer;
  }

  async function place(buyer: ShopUser, sku: string, [, , quantity, cancels]: (typeof ORDERS)[number]) {
    const calls = new RecordedCalls();
    const from = Date.now();
    const { id } = await shop.place(buyer, sku, quantity);
    await buyer.settled(id);
    if (cancels) {
      await buyer.cancel(id);
      await buyer.settled(id);
    }
    const executions: [string, string][] = [[outputs.saga, id]];
    if (cancels) executions.push([outputs.undo, `${id}.cancel`]);
    const { email } = buyer.credentials;
    const names = [buyer.id, sku, email, hashOf(email)];
    return countOrder(
      { orderId: id, names, from, executions, requests: cancels ? 2 : 1 },
      { calls, logs, parts },
    );
  }

  it.each(ORDERS)('is no more than is written down of one that is %s', async (...order) => {
    const [outcome, funds] = order;
    const sku = `cost-${randomUUID().slice(0, 8)}`;
    await shop.addProduct(sku, { price: PRICE, onHand: 10 });
    const buyer = await addBuyer(funds);
    let figures = await place(buyer, sku, order);
    // What a busy machine has tried again is not in the next.
    if (!process.env.UPDATE_DOCS && growth(written[outcome]!, figures).length > 0)
      figures = smaller(figures, await place(await addBuyer(funds), sku, order));
    counted[outcome] = figures;
    if (process.env.UPDATE_DOCS)
      writeFileSync(ORDER_FIGURES, `${JSON.stringify({ ...written, ...counted }, null, 2)}\n`);
    else expect(growth(written[outcome]!, figures)).toEqual([]);
  });
});
