import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { itemKey } from '../../functions/platform/key.ts';
import { StageTable } from '../../ops/stage/table.ts';
import { until } from '../../tests/support/engine.ts';
import { invoke } from '../../tests/support/invoke.ts';
import { STAGE } from '../../tests/support/stage.ts';
import { seriousFindings, useConsole } from './support/browser.ts';

const console = useConsole();

/** A saga whose step fails for good is retried for minutes on a busy machine (ms). */
const SETTLES = { timeout: 240_000 };

const confirm = async (page: Page, title: string) => {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await dialog.waitFor({ state: 'detached', ...SETTLES });
};

interface Wanted {
  quantity?: string;
  step?: string;
  kind?: string;
}

/** Places an order from the list. @returns its id, by the address that the page goes to. */
async function place(page: Page, { quantity = '1', step, kind }: Wanted = {}): Promise<string> {
  await page.getByRole('button', { name: 'Place a test order' }).click();
  const form = page.getByRole('dialog', { name: 'Place a test order' });
  await form.getByLabel('Quantity').fill(quantity);
  if (step && kind) {
    await form.getByLabel('Step').selectOption(step);
    await form.getByLabel('What happens').selectOption(kind);
    await form.getByLabel('every time').check();
  }
  await form.getByRole('button', { name: 'Place the order' }).click();
  await confirm(page, 'Place the order');
  await page.waitForURL(/\/orders\/[\w-]{36}/, SETTLES);
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

const inState = (page: Page, state: string) =>
  page.locator('.order-head .badge', { hasText: state }).waitFor(SETTLES);

/** How the picture shows a state, as it is read aloud. */
const shown = (page: Page, state: string, how: string) =>
  page.getByRole('button', { name: new RegExp(`\\b${state} ${how}`) }).waitFor(SETTLES);

describe("an order's page", () => {
  it('shows a new order confirm without being loaded again', async () => {
    const { page, close } = await console.open('/orders');
    await page.evaluate('window.isTheSame = true');
    const id = await place(page, { quantity: '2' });
    await inState(page, 'confirmed');
    await shown(page, 'ConfirmOrder', 'done');
    expect(await page.evaluate('window.isTheSame')).toBe(true);

    await page.getByRole('button', { name: /ChargePayment done/ }).click();
    await page.getByRole('heading', { name: 'ChargePayment' }).waitFor();
    expect(await page.getByLabel('Input').first().innerText()).toContain(id);
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByRole('button', { name: 'Cancel order' }).click();
    await confirm(page, 'Cancel order');
    await inState(page, 'cancelled');
    await page.getByRole('button', { name: 'cancel', exact: true }).waitFor();
    await shown(page, 'RefundPayment', 'done');
    await page.getByRole('button', { name: 'saga', exact: true }).click();
    await shown(page, 'ChargePayment', 'undone');
    await close();
  });

  it('shows how a saga was compensated, and leads from error to error', async () => {
    const { page, close } = await console.open('/orders', { colorScheme: 'dark' });
    await place(page, { step: 'ConfirmOrder', kind: 'throttle' });
    await inState(page, 'cancelled');
    await shown(page, 'ConfirmOrder', 'Too');
    for (const step of ['ReserveInventory', 'ChargePayment']) await shown(page, step, 'undone');
    for (const undo of ['RefundPayment', 'ReleaseInventory', 'CancelOrder']) await shown(page, undo, 'done');
    expect(await page.getByLabel('Ledger entries').innerText()).toContain('refund');

    await page.keyboard.press('n');
    expect(await page.locator('.moment.selected').innerText()).toContain('ConfirmOrder: attempt 1 fails');
    await page.keyboard.press('p');
    await page.locator('.moment.selected.failed').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await close();
  });

  it('redrives a parked order once what was broken is mended', async () => {
    const { page, close } = await console.open('/orders');
    const id = await place(page, { step: 'RefundPayment', kind: 'throttle' });
    await inState(page, 'parked');
    await shown(page, 'Parked', 'parked');
    await page.getByRole('link', { name: 'Failures' }).click();
    await page.getByLabel('Parked orders').getByRole('link', { name: id }).click();

    await page.getByRole('button', { name: 'Take the faults back' }).click();
    await confirm(page, 'Take the faults back');
    await page.getByRole('button', { name: 'Redrive' }).click();
    await confirm(page, 'Redrive');
    await inState(page, 'cancelled');
    await page.getByRole('button', { name: 'redrive 1' }).waitFor();
    await close();
  });

  it('redrives all parked orders of one error', async () => {
    const { page, close } = await console.open('/orders');
    const ids: string[] = [];
    for (let index = 0; index < 2; index += 1) {
      await page.goto(new URL('/orders', page.url()).href);
      ids.push(await place(page, { step: 'RefundPayment', kind: 'throttle' }));
      await inState(page, 'parked');
      await page.getByRole('button', { name: 'Take the faults back' }).click();
      await confirm(page, 'Take the faults back');
    }
    await page.getByRole('link', { name: 'Failures' }).click();
    const all = page.getByRole('button', { name: /^Redrive all \d+$/ }).first();
    const title = (await all.innerText()).trim();
    await all.click();
    await confirm(page, title);
    for (const id of ids) {
      await page.goto(new URL(`/orders/${id}`, page.url()).href);
      await inState(page, 'cancelled');
    }
    await close();
  });

  it('stops an execution, whose order the reconciler takes up', async () => {
    const { page, close } = await console.open('/orders');
    await place(page, { step: 'ChargePayment', kind: 'throttle' });
    await page.getByRole('button', { name: 'Stop execution' }).click(SETTLES);
    await confirm(page, 'Stop execution');
    await page.getByText('ABORTED').first().waitFor(SETTLES);
    await page.getByRole('button', { name: 'Take the faults back' }).click();
    await confirm(page, 'Take the faults back');
    // Its schedule calls it every few minutes.
    const isCancelled = page.locator('.order-head .badge', { hasText: 'cancelled' });
    await until(
      async () => {
        await invoke('orders-reconcile-orders');
        return (await isCancelled.count()) > 0;
      },
      { what: 'the order to be cancelled' },
    );
    await close();
  });

  it('says so when there is no such order', async () => {
    const { page, close } = await console.open('/orders');
    await page.goto(new URL('/orders/01a21f26-0000-7000-8000-000000000000', page.url()).href);
    await page.getByText('There is no order "01a21f26-0000-7000-8000-000000000000"').waitFor();
    // The browser notes the answer 404 as an error of its own.
    await close().catch(() => undefined);
  });

  it('shows markup in names and skus as text', async () => {
    const markup = '<img src=x onerror="window.isOwned = true">';
    const id = 'markup-1';
    const { table } = await StageTable.find(STAGE, 'Orders');
    const money = { amount: 100, currency: 'EUR' };
    const key = itemKey(['ORDER', id], ['ORDER']);
    await table.write([
      {
        put: {
          ...key,
          id,
          customerId: markup,
          status: 'CANCELLED',
          items: [{ sku: markup, quantity: 1, unitPrice: money }],
          total: money,
          createdAt: new Date().toISOString(),
          reason: { code: markup, message: markup },
          sequence: 1,
        },
      },
    ]);
    const { page, close } = await console.open('/orders/markup-1');
    await page.getByRole('link', { name: markup }).first().waitFor();
    expect(await page.locator('.stands').innerText()).toContain(`1 ${markup}`);
    await page.goto(new URL(`/orders?id=${id}`, page.url()).href);
    await page.getByLabel('Orders').getByRole('link', { name: markup }).first().waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate('window.isOwned')).toBeUndefined();
    await table.write([{ delete: key }]);
    await close();
  });
});

describe('the list of orders', () => {
  it('finds an order by a part of its id, and by an execution of it', async () => {
    const { page, close } = await console.open('/orders');
    const link = page
      .getByLabel('Orders', { exact: true })
      .getByRole('link', { name: /^[\w-]{36}$/ })
      .first();
    await link.waitFor();
    const id = await link.innerText();
    for (const [text, address] of [
      [id.slice(9), `/orders/${id}`],
      [`${id}.cancel`, `/orders/${id}?run=${id}.cancel`],
    ] as const) {
      await page.goto(new URL('/orders', page.url()).href);
      await page.getByRole('searchbox').fill(text);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname + url.search === address);
    }
    await close();
  });
});
